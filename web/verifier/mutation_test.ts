// Nothing of a bundle can be changed unnoticed: every byte, and changes that keep the files well-formed.
import { beforeAll, describe, expect, it } from 'vitest';

import type { Files } from './src/core/bundle';
import { verify } from './src/core/verify';
import { Chance, mutate } from './mutations';
import { readFolder, vectors } from './test_bundles';

const mutations = Number(process.env.SUNLOT_MUTATIONS ?? 15_000);
const flipsPerFile = Number(process.env.SUNLOT_FLIPS ?? 40);

const bundles = ['bundle_embargo', 'bundle_substitution', 'bundle_extension', 'bundle_offline'];
const known = new Map<string, Files>();

beforeAll(() => {
  for (const name of bundles) known.set(name, readFolder(vectors(name)));
});

describe('a bundle', () => {
  it.each(bundles)('%s is refused when a byte of it changes', (name) => {
    const files = known.get(name) as Files;
    const chance = new Chance(1);
    const accepted: string[] = [];
    for (const [file, bytes] of files) {
      const all = bytes.length <= flipsPerFile;
      const places = all ? [...bytes.keys()] : Array.from({ length: flipsPerFile }, () => chance.below(bytes.length));
      for (const at of places) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8));
        if (verify(new Map(files).set(file, changed)).exit !== 1) accepted.push(`${file} byte ${at}`);
      }
    }
    expect(accepted).toEqual([]);
  }, 600_000);

  it(`is refused after each of ${mutations} changes by a forger`, () => {
    const chance = new Chance(Number(process.env.SUNLOT_SEED ?? 20261122));
    const accepted: string[] = [];
    const all = bundles.map((name) => ({ name, files: known.get(name) as Files }));
    let done = 0;
    while (done < mutations) {
      const { name, files } = chance.of(all);
      const changed = mutate(files, [...files.keys()], chance);
      if (!changed) continue;
      done++;
      if (verify(changed).exit !== 1) accepted.push(`${name}, change ${done}`);
    }
    expect(accepted).toEqual([]);
  }, 36_000_000);
});
