// Every rule of draw-v1 §2.1 broken once (tests/vectors/data/witnessed_refused.json): refused, in the check that is meant
// to see it. And the bundle that keeps them all.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { encode } from './src/core/bytes';
import { verify } from './src/core/verify';
import { readFolder, vectors } from './test_bundles';

interface Broken {
  rule: string;
  check: string;
  files: Record<string, string>;
}

const broken = JSON.parse(readFileSync(vectors('witnessed_refused.json'), 'utf8')) as Broken[];

describe('a witnessed sealing', () => {
  it.each(broken)('is refused when broken: $rule', ({ check, files }) => {
    const report = verify(new Map(Object.entries(files).map(([name, text]) => [name, encode(text)])));
    const failed = report.lines.find((line) => line.state === 'failed');
    expect({ exit: report.exit, step: failed?.step, text: failed?.text.en }).toMatchObject({ exit: 1, step: check });
  });

  it('names who saw it and when', () => {
    const report = verify(readFolder(vectors('bundle_witnessed')));
    const line = report.lines.find((one) => one.step === 'witnesses');
    expect(report.exit).toBe(0);
    expect(line?.text.en).toMatch(/^witnessed .*sealing 1: sfj\.example\/witness 2026-.*rst\.example.*sealing 2: /);
    expect(report.lines.filter((one) => one.state === 'warning').map((one) => one.text.en)).not.toContainEqual(
      expect.stringContaining('nobody outside'),
    );
  });

  it('needs the quorum on the checkpoint of the bundle too', () => {
    const files = readFolder(vectors('bundle_witnessed'));
    const without = (text: string): string => text.replace(/— sfj\.example\/witness .*\n/, '');
    for (const [name, bytes] of files) {
      if (name === 'log/checkpoint' || name.endsWith('.tlog-proof')) files.set(name, encode(without(new TextDecoder().decode(bytes))));
    }
    expect(verify(files).lines.at(-1)).toMatchObject({ step: 'log', state: 'failed' });
  });
});
