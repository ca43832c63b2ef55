// A published log read from its files alone, and what a malicious server might serve in its place.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { sameBytes, toHex } from './src/core/bytes';
import type { Files } from './src/core/bundle';
import { consistent, includes, leafOf } from './src/core/merkle';
import { openCheckpoint, parsePath, parseProof, type Checkpoint } from './src/core/note';
import { parsePolicy, quorumReached } from './src/core/policy';
import { Refusal } from './src/core/refusal';
import { checkLog, type LogOptions } from './src/log/check';
import { bundlePath, entriesOf, tilePath } from './src/log/files';
import { Chance } from './mutations';
import { readFolder, vectors } from './test_bundles';

const mutations = Number(process.env.SUNLOT_MUTATIONS ?? 15_000);

const known = readFolder(vectors('log600'));
const bytesOf = (name: string): Uint8Array => known.get(name) ?? new Uint8Array();
const policy = parsePolicy(bytesOf('policy.txt'), 'policy.txt');

const small = readFolder(vectors('log_small'));
const smallPolicy = new Uint8Array(readFileSync(vectors('log_small.policy')));
const key = parsePolicy(smallPolicy, 'policy').log.text;

const check = (files: Files, more: Partial<LogOptions> = {}) => checkLog(async (path) => files.get(path), { key, policy: smallPolicy, ...more });

async function complaint(files: Files, more: Partial<LogOptions> = {}): Promise<string> {
  try {
    await check(files, more);
    return '';
  } catch (error) {
    if (error instanceof Refusal) return `${error.file}: ${error.text.en}`;
    throw error;
  }
}

const changedAt = (bytes: Uint8Array, at: number, bit: number): Uint8Array => {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
};

describe('the names of files', () => {
  it.each([
    [0, 'tile/0/000'],
    [1234067, 'tile/0/x001/x234/067'],
    [1000, 'tile/0/x001/000'],
  ])('tile %i is %s', (number, path) => {
    expect(tilePath(0, number, 256)).toBe(path);
  });

  it('partial ones say how wide they are', () => {
    expect(bundlePath(2, 88)).toBe('tile/entries/002.p/88');
  });
});

describe('a whole log', () => {
  it('is verified with its rotation and both witnesses', async () => {
    const report = await check(small);
    expect(report.size).toBe(300);
    expect(report.signed).toHaveLength(3);
    expect(report.key).not.toBe(key);
  });

  it('is refused when a key nobody named signs it', async () => {
    const other = policy.log.text.replace(/^[^+]*/, 'lhrs-150802/log/2026');
    expect(await complaint(small, { key: other })).not.toBe('');
  });

  it('is refused when it is shorter than what one saw', async () => {
    const since = new TextEncoder().encode(new TextDecoder().decode(small.get('checkpoint')).replace('\n300\n', '\n301\n'));
    expect(await complaint(small, { since })).toContain('signature');
    expect(await complaint(small, { since: small.get('rotations/200.checkpoint') as Uint8Array })).toBe('');
  });

  it('names the file that is missing', async () => {
    for (const name of small.keys()) {
      if (name === 'vkey') continue;
      const files = new Map(small);
      files.delete(name);
      expect(await complaint(files), name).toContain(name.replace(/\.p\/.*/, ''));
    }
  });

  it('is refused when two of its files change places', async () => {
    const swapped = new Map(small);
    swapped.set('tile/entries/000', small.get('tile/entries/001.p/44') as Uint8Array);
    swapped.set('tile/entries/001.p/44', small.get('tile/entries/000') as Uint8Array);
    expect(await complaint(swapped)).toContain('tile/entries/000');
  });

  it('is refused when any byte of it changes', async () => {
    const chance = new Chance(3);
    const believed: string[] = [];
    for (const [name, bytes] of small) {
      if (name === 'vkey') continue;
      for (let i = 0; i < Math.min(bytes.length, 40); i++) {
        const at = bytes.length <= 40 ? i : chance.below(bytes.length);
        if ((await complaint(new Map(small).set(name, changedAt(bytes, at, chance.below(8))))) === '') believed.push(`${name} byte ${at}`);
      }
    }
    expect(believed).toEqual([]);
  }, 600_000);
});

/**
 * What a server says about the log of 600 entries, and what someone who knows the rest takes from it: undefined when it is
 * refused. Signature lines in another order say the same; anything else that is believed is a forgery.
 */
interface Claim {
  name: string;
  truth: Uint8Array;
  taken: (bytes: Uint8Array) => string | undefined;
}

function open(bytes: Uint8Array): Checkpoint {
  const head = openCheckpoint(bytes, [policy.log, ...policy.witnesses.values()], 'checkpoint');
  if (head.origin !== policy.log.name || !quorumReached(policy, head.note)) throw new Refusal({ zh: '', en: 'no quorum' });
  if (!head.note.signed.some((one) => one.verifier === policy.log)) throw new Refusal({ zh: '', en: 'unsigned' });
  return head;
}

function unlessRefused(judge: (bytes: Uint8Array) => string | undefined): Claim['taken'] {
  return (bytes) => {
    try {
      return judge(bytes);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  };
}

const words = (head: Checkpoint): string => `${head.origin} ${head.size} ${toHex(head.root)} ${head.note.signed.length}`;

const forged = ({ truth, taken }: Claim, changed: Uint8Array): boolean => {
  const said = taken(changed);
  return said !== undefined && said !== taken(truth);
};

/** Without the line of a key that nobody knows: readers ignore what changes there. */
const withoutUnknown = (note: Uint8Array): Uint8Array =>
  new TextEncoder().encode(new TextDecoder().decode(note).replace(/— unknown\.example.*\n/, ''));

function claims(): Claim[] {
  const entry = entriesOf(bytesOf('tile/entries/001'), 256, '')[300 - 256] as Uint8Array;
  const root = open(bytesOf('checkpoint')).root;
  const inclusion = unlessRefused((bytes) => {
    const proof = parseProof(bytes, 'proof');
    const head = open(proof.checkpoint);
    const holds = includes(proof.index, head.size, leafOf(entry), proof.path, head.root);
    return holds ? `${proof.index} of ${words(head)}` : undefined;
  });
  const request = new TextDecoder().decode(bytesOf('add-checkpoint.257-600')).split('\n\n')[0] ?? '';
  const before = openCheckpoint(bytesOf('checkpoint.257'), [policy.log], '').root;
  const consistency = unlessRefused((bytes) => {
    const [first, ...lines] = new TextDecoder().decode(bytes).split('\n');
    const path = first === 'old 257' ? parsePath(lines, 'request') : [];
    return consistent({ size: 257, root: before }, { size: 600, root }, path) ? lines.join(' ') : undefined;
  });
  return [
    { name: 'checkpoint', truth: withoutUnknown(bytesOf('checkpoint')), taken: unlessRefused((bytes) => words(open(bytes))) },
    { name: 'inclusion', truth: withoutUnknown(bytesOf('entry300.tlog-proof')), taken: inclusion },
    { name: 'consistency', truth: new TextEncoder().encode(request), taken: consistency },
  ];
}

function mutate(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length);
  const other = chance.below(bytes.length);
  switch (chance.below(6)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return new Uint8Array([...bytes.slice(0, at), chance.below(256), ...bytes.slice(at)]);
    case 2:
      return new Uint8Array([...bytes.slice(0, Math.min(at, other)), ...bytes.slice(Math.max(at, other))]);
    case 3: {
      const lines = new TextDecoder().decode(bytes).split('\n');
      const [one, two] = [chance.below(lines.length), chance.below(lines.length)];
      [lines[one], lines[two]] = [lines[two] ?? '', lines[one] ?? ''];
      return new TextEncoder().encode(lines.join('\n'));
    }
    case 4: {
      const lines = new TextDecoder().decode(bytes).split('\n');
      lines.splice(chance.below(lines.length), 0, chance.of(lines));
      return new TextEncoder().encode(lines.join('\n'));
    }
    default:
      return changedAt(bytes, at, chance.below(8));
  }
}

describe('what a server says about 600 entries', () => {
  const all = claims();

  it.each(all)('$name is believed as it is', ({ truth, taken }) => {
    expect(taken(truth)).toBeDefined();
  });

  it.each(all)('$name is refused after a change of any single bit', (claim) => {
    const wrong: string[] = [];
    for (let at = 0; at < claim.truth.length; at++) {
      for (let bit = 0; bit < 8; bit++) if (claim.taken(changedAt(claim.truth, at, bit)) !== undefined) wrong.push(`byte ${at}, bit ${bit}`);
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it(`is not believed after any of ${mutations} changes`, () => {
    const chance = new Chance(Number(process.env.SUNLOT_SEED ?? 20261122));
    const wrong: string[] = [];
    for (let done = 0; done < mutations; ) {
      const claim = chance.of(all);
      const changed = mutate(claim.truth, chance);
      if (sameBytes(changed, claim.truth)) continue;
      done++;
      if (forged(claim, changed)) wrong.push(`${claim.name}, change ${done}: ${new TextDecoder().decode(changed)}`);
    }
    expect(wrong).toEqual([]);
  }, 36_000_000);
});
