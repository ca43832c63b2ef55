// Whole bundles: the small one whose log was left out, and those made for the tests of every verifier.
import { describe, expect, it } from 'vitest';

import { bundleNames, readFolder, vectors } from './test_bundles';
import { verify } from './src/core/verify';

describe('bundle_small', () => {
  it('holds in all its arithmetic', () => {
    const report = verify(readFolder(vectors('bundle_small')), { filesOnly: true });
    expect(report.lines.filter((line) => line.state === 'failed')).toEqual([]);
    expect(report.verdict).toBe('verified');
    expect(report.seed).toBe('ac2281543656d37268b6c39b5bc272070c56607e1a2c859d16ce6208ad79f569');
  });

  it('is refused without its log', () => {
    expect(verify(readFolder(vectors('bundle_small'))).exit).toBe(1);
  });
});

describe('the bundles of the vectors', () => {
  it('end as they should', () => {
    for (const { name, exit } of bundleNames()) {
      const report = verify(readFolder(vectors(name)));
      expect({ name, exit: report.exit, text: report.text.en }).toEqual({ name, exit, text: expect.any(String) as string });
    }
  });
});
