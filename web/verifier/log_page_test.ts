// What a reader's browser accepts about the log, and what it refuses.
import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { encode, joinBytes, toBase64, toHex } from './src/core/bytes';
import { sha256 } from './src/core/hash';
import { leafOf, nodeOf } from './src/core/merkle';
import { Refusal } from './src/core/refusal';
import { checkBetween, checkEntry, checkSeen, type Between, type Found, type Head, type Log } from './src/log_page/check';

const origin = 'test.example/log';
const secret = sha256(encode('a key for tests'));
const keyData = joinBytes(Uint8Array.of(1), ed25519.getPublicKey(secret));
const keyId = sha256(joinBytes(encode(origin), Uint8Array.of(10), keyData)).slice(0, 4);
const vkey = `${origin}+${toHex(keyId)}+${toBase64(keyData)}`;

const entryText = (seq: number, what = 'x') =>
  `{"actor":"u1","at":"2026-11-22T08:00:0${seq}.000000Z","data":{"what":"${what}"},"kind":"account.signed_in","log":"${origin}","private":null,"seq":${seq},"subject":"u1","v":1}`;

function rootOf(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  const middle = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeOf(rootOf(leaves.slice(0, middle)), rootOf(leaves.slice(middle)));
}
function pathOf(leaves: Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return [];
  const middle = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return index < middle ? [...pathOf(leaves.slice(0, middle), index), rootOf(leaves.slice(middle))] : [...pathOf(leaves.slice(middle), index - middle), rootOf(leaves.slice(0, middle))];
}
function betweenOf(leaves: Uint8Array[], first: number, whole = true): Uint8Array[] {
  if (first === leaves.length) return whole ? [] : [rootOf(leaves)];
  const middle = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  if (first <= middle) return [...betweenOf(leaves.slice(0, middle), first, whole), rootOf(leaves.slice(middle))];
  return [...betweenOf(leaves.slice(middle), first - middle, false), rootOf(leaves.slice(0, middle))];
}

class TestLog implements Log {
  constructor(readonly entries: string[]) {}
  get leaves() {
    return this.entries.map((text) => leafOf(encode(text)));
  }
  note(): string {
    const text = `${origin}\n${this.entries.length}\n${toBase64(rootOf(this.leaves))}\n`;
    return `${text}\n— ${origin} ${toBase64(joinBytes(keyId, ed25519.sign(encode(text), secret)))}\n`;
  }
  head(): Promise<Head> {
    return Promise.resolve({ origin, size: this.entries.length, root: toHex(rootOf(this.leaves)), checkpoint: this.note(), keys: [vkey], witnesses: [] });
  }
  entry(seq: number) {
    const path = pathOf(this.leaves, seq).map((hash) => `${toBase64(hash)}\n`);
    return Promise.resolve({ entry: this.entries[seq] ?? '', leaf: '', proof: `c2sp.org/tlog-proof@v1\nindex ${seq}\n${path.join('')}\n${this.note()}` });
  }
  between(from: number, to: number): Promise<Between> {
    const upTo = this.leaves.slice(0, to);
    return Promise.resolve({ from, to, from_root: toHex(rootOf(upTo.slice(0, from))), to_root: toHex(rootOf(upTo)), proof: from === to ? [] : betweenOf(upTo, from).map(toBase64) });
  }
}

const honest = new TestLog([0, 1, 2, 3, 4, 5, 6].map((seq) => entryText(seq)));
const quiet = (): void => undefined;

test('every entry is found in the tree of the checkpoint', async () => {
  for (let seq = 0; seq < honest.entries.length; seq++) {
    const found: Found[] = [];
    await checkEntry(honest, { seq, paper: toHex(honest.leaves[seq] as Uint8Array), shown: honest.entries[seq] ?? '' }, (one) => found.push(one));
    expect(found.map((one) => one.state)).toEqual(['passed', 'passed', 'passed', 'warning', 'passed']);
  }
});

test('a paper that names another leaf is refused, and so is a page that shows other bytes', async () => {
  await expect(checkEntry(honest, { seq: 2, paper: '0'.repeat(64), shown: '' }, quiet)).rejects.toThrow(Refusal);
  await expect(checkEntry(honest, { seq: 2, paper: '', shown: entryText(2, 'y') }, quiet)).rejects.toThrow(Refusal);
});

test('an entry that is not in the signed tree is refused', async () => {
  class Swapped extends TestLog {
    override entry(seq: number) {
      return super.entry(seq).then((answer) => ({ ...answer, entry: entryText(seq, 'y') }));
    }
  }
  await expect(checkEntry(new Swapped(honest.entries), { seq: 3, paper: '', shown: '' }, quiet)).rejects.toThrow('path does not lead');
});

test('any two sizes are proved to be one log', async () => {
  for (let from = 1; from <= 7; from++) for (let to = from; to <= 7; to++) await checkBetween(honest, { from, to, kept: '' }, quiet);
  await expect(checkBetween(honest, { from: 3, to: 7, kept: '1'.repeat(64) }, quiet)).rejects.toThrow(Refusal);
});

test('a log that was rewritten since this browser last saw it is found out', async () => {
  const before = new TestLog(honest.entries.slice(0, 5));
  const seen = await checkSeen(before, undefined, await checkEntry(before, { seq: 0, paper: '', shown: '' }, quiet), quiet);
  const today = await checkEntry(honest, { seq: 0, paper: '', shown: '' }, quiet);
  expect((await checkSeen(honest, seen, today, quiet)).size).toBe(7);
  const rewritten = new TestLog(honest.entries.map((text, seq) => (seq === 1 ? entryText(1, 'y') : text)));
  const lie = await checkEntry(rewritten, { seq: 0, paper: '', shown: '' }, quiet);
  await expect(checkSeen(rewritten, seen, lie, quiet)).rejects.toThrow('rewritten');
});

test('an older head that an answer still carries does not make the browser forget the newer one', async () => {
  const newer = await checkSeen(honest, undefined, await checkEntry(honest, { seq: 0, paper: '', shown: '' }, quiet), quiet);
  const old = new TestLog(honest.entries.slice(0, 4));
  const today = { ...(await checkEntry(old, { seq: 0, paper: '', shown: '' }, quiet)) };
  expect((await checkSeen(honest, newer, today, quiet)).size).toBe(7);
});
