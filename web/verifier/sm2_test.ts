// The SM2 line of a head: against OpenSSL's signature, and in a whole log that names such a key.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sm2 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';

import { encode, fromHex, joinBytes, toBase64, toHex } from './src/core/bytes';
import { sha256 } from './src/core/hash';
import { leafOf } from './src/core/merkle';
import { Refusal } from './src/core/refusal';
import { checkLog } from './src/log/check';
import { parseSm2Verifier, sm2Holds } from './src/log/sm2';

// openssl pkeyutl -sign -rawin -digest sm3 -pkeyopt distid:1234567812345678
const key = fromHex('04b2d961024593c6c97a8a6d5bf365f90c6deebacc21f6c3b6f3bda38394fa4e1fc3d28e39fdc62613e441b0ed7ebe189f4b20980e47469dc7639866dada9c1ddf');
const secret = 'c2cb4efdd6c80d74b4d79c81f031113b5fd5fe737206ebec6e3efec78b741964';
const message = encode('lhrs/log\n1\nroot\n');
const signature = fromHex('e8e6dcb326eeb7cc6014bf0a98e58a2af1957618a76e0b131a3152d8d97e008a59c15da1a9421cfe465dd84ab4cad3bed9e5975ce34a4553cf2b132bfcd6a6c2');
const sm2Type = joinBytes(Uint8Array.of(0xff), encode('sunlot/sm2-sm3/v1'));

const name = 'lhrs/log';
const idOf = (data: Uint8Array): Uint8Array => sha256(joinBytes(encode(name), Uint8Array.of(10), data)).slice(0, 4);
const vkey = (data: Uint8Array): string => `${name}+${toHex(idOf(data))}+${toBase64(data)}`;
const sm2Data = joinBytes(sm2Type, key);
const seed = new Uint8Array(32).fill(7);
const edData = joinBytes(Uint8Array.of(1), ed25519.getPublicKey(seed));

const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe('an SM2 signature', () => {
  it('of OpenSSL holds, and nothing near it does', () => {
    expect(sm2Holds(key, message, signature)).toBe(true);
    for (let i = 0; i < 64; i += 7) expect(sm2Holds(key, message, flipped(signature, i)), `signature ${i}`).toBe(false);
    for (let i = 0; i < 65; i += 8) expect(sm2Holds(flipped(key, i), message, signature), `key ${i}`).toBe(false);
    expect(sm2Holds(key, flipped(message, 3), signature)).toBe(false);
    for (const bad of [new Uint8Array(64), new Uint8Array(64).fill(255), signature.slice(1), joinBytes(signature.slice(0, 32), new Uint8Array(32))]) {
      expect(sm2Holds(key, message, bad)).toBe(false);
    }
  });

  it('has a key in one spelling', () => {
    expect(parseSm2Verifier(vkey(sm2Data), '').key).toEqual(key);
    for (const wrong of ['', vkey(edData), vkey(joinBytes(sm2Type, key, Uint8Array.of(0))), vkey(joinBytes(sm2Type, Uint8Array.of(6), key.slice(1))), vkey(sm2Data).replace(/\+[0-9a-f]{8}\+/, '+00000000+')]) {
      expect(() => parseSm2Verifier(wrong, ''), wrong).toThrow(Refusal);
    }
  });
});

describe('a log that names an SM2 key', () => {
  const entry = encode(`{"actor":"u1","at":"2026-11-23T03:00:00.000000Z","data":{"vkey":"${vkey(edData)}","vkey_sm2":"${vkey(sm2Data)}"},"kind":"log.created","log":"${name}","private":null,"seq":0,"subject":"${name}","v":1}`);
  const root = leafOf(entry);
  const text = encode(`${name}\n1\n${toBase64(root)}\n`);
  const line = (id: Uint8Array, signed: Uint8Array): string => `— ${name} ${toBase64(joinBytes(id, signed))}\n`;
  const edLine = line(idOf(edData), ed25519.sign(text, seed));
  const sm2Signed = fromHex(sm2.doSignature(text, secret, { hash: true }));
  const head = (...lines: string[]): Uint8Array => joinBytes(text, encode(`\n${lines.join('')}`));
  const files = (checkpoint: Uint8Array): Map<string, Uint8Array> =>
    new Map([
      ['checkpoint', checkpoint],
      ['tile/entries/000.p/1', joinBytes(Uint8Array.of(entry.length >> 8, entry.length & 255), entry)],
      ['tile/0/000.p/1', root],
    ]);
  const check = (checkpoint: Uint8Array) => checkLog(async (path) => files(checkpoint).get(path), { key: vkey(edData) });

  it('is verified with both lines', async () => {
    expect((await check(head(edLine, line(idOf(sm2Data), sm2Signed)))).signed).toEqual([name, `${name} (SM2)`]);
  });

  it('may leave it out, since a key can be given up, and is then named by one line', async () => {
    expect((await check(head(edLine))).signed).toEqual([name]);
  });

  it('is refused when the second line does not hold, or stands alone', async () => {
    await expect(check(head(edLine, line(idOf(sm2Data), flipped(sm2Signed, 40))))).rejects.toThrow(Refusal);
    await expect(check(head(line(idOf(sm2Data), sm2Signed)))).rejects.toThrow(Refusal);
  });
});
