// Known answers, the same files that the C++ and the Python read.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { decode, encode, fromBase64, fromHex, toHex } from './src/core/bytes';
import { cellsOf, draw, offsetOf, quotaOf, quotasOf, spread, ticketsOf } from './src/core/sample';
import { commitmentOf, derive, hashHex, typedValue } from './src/core/hash';
import { parseFrame } from './src/core/lists';
import { consistent, includes, leafOf, Tree } from './src/core/merkle';
import { entryIncluded, openCheckpoint, parseProof, parseVerifier, type Verifier } from './src/core/note';
import { parsePlan, readQuota, type Plan } from './src/core/plan';
import { Members } from './src/core/members';
import { parsePolicy, quorumReached } from './src/core/policy';
import type { Json } from './src/core/json';
import { Refusal } from './src/core/refusal';
import { isKnownChain, roundHolds } from './src/core/drand';

const data = new URL('../../tests/vectors/data/', import.meta.url);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, data)));
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const jsonOf = (name: string): any => JSON.parse(readFileSync(new URL(name, data), 'utf8'));

function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (value !== null && typeof value === 'object') {
    return new Map(Object.entries(value).map(([key, one]) => [key, toJson(one)]));
  }
  return value as Json;
}

describe('draw_v1.json', () => {
  const known = jsonOf('draw_v1.json');
  const plan: Plan = parsePlan(bytesOf('bundle_small/plan.json'));
  const frame = parseFrame(bytesOf('bundle_small/frame.tsv'), 'frame.tsv');
  const { seed } = known;

  it('gives the seed and the keys derived from it', () => {
    expect(hashHex(bytesOf('bundle_small/seed.txt'))).toBe(seed);
    for (const [purpose, key] of Object.entries(known.derive)) expect(derive(seed, purpose)).toBe(key);
  });

  it('gives every ticket', () => {
    const tickets = ticketsOf(frame, seed, () => undefined);
    frame.ids.forEach((id, i) => expect(toHex(tickets.subarray(32 * i, 32 * i + 32))).toBe(known.tickets[id]));
  });

  it('gives commitments, typed values and recusal lines', () => {
    const values = Object.fromEntries(
      (decode(bytesOf('bundle_small/seed.txt')) ?? '').split('\n').map((line) => line.split(/[=:]/).slice(1)),
    );
    for (const [party, commitment] of Object.entries(known.commitments)) {
      expect(commitmentOf(plan.drawId, party, values[party])).toBe(commitment);
    }
    expect(typedValue(known.typed_example.text)).toBe(known.typed_example.value);
    const { officer, object, salt, line } = known.recusal_example;
    expect(hashHex(`sunlot/recusal/v1|${officer}|${object}|${salt}`)).toBe(line);
  });

  it('rounds quotas as written', () => {
    for (const { n, quota, k } of known.quota_cases) {
      const where = new Members(new Map(), 'test', []);
      expect(quotaOf(readQuota(toJson(quota), where), n)).toBe(k);
    }
  });

  it('spreads quotas over districts', () => {
    for (const { stratum, k, counts, offset, result } of known.spread_cases) {
      const districts = Object.keys(counts).sort();
      const objects = districts.reduce((sum, name) => sum + counts[name], 0);
      expect(offsetOf(seed, stratum, objects)).toBe(BigInt(offset));
      const shares = spread(k, districts.map((name) => counts[name]), BigInt(offset));
      expect(Object.fromEntries(districts.map((name, i) => [name, shares[i]]))).toEqual(result);
    }
    const cells = cellsOf(frame, true);
    const tickets = ticketsOf(frame, seed, () => undefined);
    const lines = draw(frame, cells, quotasOf(cells, plan.strata, true, seed), plan.reserve, tickets);
    expect(lines.map((line) => `${line}\n`).join('')).toBe(known.result_if_spread);
  });
});

describe('rfc6962_ct8.json', () => {
  const known = jsonOf('rfc6962_ct8.json');
  const hashes = (list: string[]): Uint8Array[] => list.map(fromHex);

  it('gives leaves and roots', () => {
    const tree = new Tree();
    known.inputs.forEach((input: string, i: number) => {
      expect(toHex(tree.root())).toBe(known.roots[i]);
      expect(toHex(leafOf(fromHex(input)))).toBe(known.leaf_hashes[i]);
      tree.add(fromHex(input));
    });
    expect(toHex(tree.root())).toBe(known.roots[8]);
  });

  it('accepts its inclusion proofs, and none of them with anything changed', () => {
    for (const { index, size, leaf_hash: leaf, root, proof } of known.inclusion) {
      const path = hashes(proof);
      expect(includes(index, size, fromHex(leaf), path, fromHex(root))).toBe(true);
      expect(includes(size, size, fromHex(leaf), path, fromHex(root))).toBe(false);
      expect(includes(index, size, fromHex(leaf), [...path, fromHex(leaf)], fromHex(root))).toBe(false);
      expect(includes(index, size, fromHex(root).reverse(), path, fromHex(root))).toBe(false);
      if (path.length > 0) expect(includes(index, size, fromHex(leaf), path.slice(1), fromHex(root))).toBe(false);
    }
  });

  it('accepts its consistency proofs, and none of them with anything changed', () => {
    for (const { size1, size2, root1, root2, proof } of known.consistency) {
      const [from, to, path] = [{ size: size1, root: fromHex(root1) }, { size: size2, root: fromHex(root2) }, hashes(proof)];
      expect(consistent(from, to, path)).toBe(true);
      expect(consistent(from, to, [...path, fromHex(root1)])).toBe(false);
      if (size1 < size2) expect(consistent(from, to, [])).toBe(false);
      if (size1 !== size2) expect(consistent(to, from, path)).toBe(false);
    }
  });
});

describe('the log of 600 entries', () => {
  const policy = parsePolicy(bytesOf('log600/policy.txt'), 'policy.txt');
  const verifiers: Verifier[] = [policy.log, ...policy.witnesses.values()];

  it('opens its checkpoints and counts their witnesses', () => {
    for (const size of [1, 255, 256, 257, 600]) {
      const checkpoint = openCheckpoint(bytesOf(`log600/checkpoint.${size}`), verifiers, 'checkpoint');
      expect(checkpoint.size).toBe(size);
      expect(quorumReached(policy, checkpoint.note)).toBe(true);
      expect(checkpoint.note.unknown.length).toBe(1);
    }
  });

  it('proves entry 300', () => {
    const proof = parseProof(bytesOf('log600/entry300.tlog-proof'), 'proof');
    const checkpoint = openCheckpoint(proof.checkpoint, verifiers, 'proof');
    const bundle = bytesOf('log600/tile/entries/001');
    let at = 0;
    for (let i = 256; i < 300; i++) at += 2 + (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
    const entry = bundle.slice(at + 2, at + 2 + (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0));
    expect(entryIncluded(entry, proof, checkpoint)).toBe(true);
    expect(entryIncluded(entry.slice(1), proof, checkpoint)).toBe(false);
    expect(entryIncluded(entry, { ...proof, index: 301 }, checkpoint)).toBe(false);
  });

  it('refuses every malformed note', () => {
    for (const [name, note] of Object.entries(jsonOf('notes_must_reject.json') as Record<string, string>)) {
      let refused = false;
      try {
        const checkpoint = openCheckpoint(encode(note), verifiers, name);
        refused = checkpoint.origin !== policy.log.name; // the reader compares the origin itself
      } catch (error) {
        refused = error instanceof Refusal;
      }
      expect(refused, name).toBe(true);
    }
  });

  it('refuses a key whose id is not its own', () => {
    expect(() => parseVerifier(policy.log.text.replace(/\+(.)/, (_, digit) => `+${digit === '0' ? '1' : '0'}`))).toThrow(Refusal);
  });
});

describe('drand quicknet', () => {
  const chain = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971';
  const signature = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39';

  it('knows round 1000 by its signature', () => {
    expect(isKnownChain(chain)).toBe(true);
    expect(hashHex(fromHex(signature))).toBe('fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd');
    expect(roundHolds(chain, 1000, fromHex(signature))).toBe(true);
  });

  it('refuses it for another round, and another signature', () => {
    expect(roundHolds(chain, 1001, fromHex(signature))).toBe(false);
    expect(roundHolds(chain, 1000, fromHex(`a${signature.slice(1)}`))).toBe(false);
    expect(roundHolds(chain, 1000, new Uint8Array(48))).toBe(false);
  });
});

describe('base64', () => {
  it('refuses a second spelling of the same bytes', () => {
    expect(fromBase64('AAE=')).toEqual(Uint8Array.of(0, 1));
    for (const text of ['AAF=', 'AAE', 'AAE==', 'AA E=', 'AAE=\n', 'A===', '====', 'AA==AAAA']) {
      expect(fromBase64(text), text).toBeUndefined();
    }
  });
});
