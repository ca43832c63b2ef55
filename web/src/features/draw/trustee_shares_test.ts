import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Trustees } from '@/api/types';
import { sealBox } from '@/features/draw/sealed_box';
import { combineShares, depositOf, readShares, sharedValue, splitValue, type TrusteeShare } from '@/features/draw/trustee_shares';
import { vectorPath } from '@/features/draw/vectors_for_tests';
import { hexToBytes } from '@noble/hashes/utils.js';

const value = '00ff'.repeat(16);
const trustees: Trustees = {
  threshold: 2,
  keys: ['court', 'notary', 'union'].map((id, index) => ({ id, organisation: id, key: `0${index + 1}`.repeat(32) })),
};

describe('a box for a trustee', () => {
  test('is the one that libsodium’s crypto_box_seal_open opens', () => {
    // Made with libsodium 1.0.18: crypto_box_easy with the nonce of crypto_box_seal, opened by crypto_box_seal_open.
    const ephemeral = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
    const message = Uint8Array.from({ length: 32 }, (_, index) => 100 + index);
    expect(sealBox(message, '13be4feaeaf204c7fd3358fc9c00721881d174278128227ec674f37f7fe97b6d', ephemeral)).toBe(
      '07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7cb9f828a133417ac8ae668e4aa75dfd280acd82f4e2cd4cae4f7328c9de59c0db2188f33dcab1083355dc26d4bbbe7004',
    );
  });
  test('has 80 bytes, and differs each time', () => {
    const [one, other] = [depositOf(value, trustees), depositOf(value, trustees)];
    expect(one.map((deposit) => deposit.trustee)).toEqual(['court', 'notary', 'union']);
    expect(one.every((deposit) => /^[0-9a-f]{160}$/.test(deposit.box))).toBe(true);
    expect(one[0]?.box).not.toBe(other[0]?.box);
  });
  test('is not made for a key that is no point', () => {
    expect(() => sealBox(hexToBytes(value), '00'.repeat(32), new Uint8Array(32).fill(9))).toThrow();
  });
});

describe('a value split among trustees', () => {
  const coefficients = [new Uint8Array(32).fill(0x53), Uint8Array.from({ length: 32 }, (_, index) => 7 * index)];
  const shares = splitValue(value, 5, coefficients);
  test('comes back from any three of five', () => {
    for (const places of [[1, 2, 3], [5, 1, 3], [2, 4, 5]]) expect(combineShares(places.map((place) => ({ place, share: shares[place - 1] ?? '' })))).toBe(value);
  });
  test('does not come back from two', () => {
    expect(combineShares([1, 2].map((place) => ({ place, share: shares[place - 1] ?? '' })))).not.toBe(value);
  });
  test('follows the field of AES: 0x53 times 0xca is 1', () => {
    const [first] = splitValue('00'.repeat(32), 0xca, [new Uint8Array(32).fill(0x53)]).slice(-1);
    expect(first).toBe('01'.repeat(32));
  });
});

describe('shares handed in', () => {
  const [court = '', notary = ''] = splitValue(value, 3, [new Uint8Array(32).fill(0x11)]);
  test('are read from lines or from JSON', () => {
    expect(readShares(`notary  ${notary}\ncourt: ${court.toUpperCase()}\n`, trustees)).toEqual([{ trustee: 'court', share: court }, { trustee: 'notary', share: notary }]);
    expect(readShares(JSON.stringify([{ trustee: 'court', share: court }]), trustees)).toEqual([{ trustee: 'court', share: court }]);
    expect(readShares(`stranger ${court}`, trustees)).toEqual([]);
  });
  test('give the value once there are enough', () => {
    expect(sharedValue([{ trustee: 'court', share: court }], trustees)).toBeNull();
    expect(sharedValue([{ trustee: 'court', share: court }, { trustee: 'notary', share: notary }], trustees)).toBe(value);
  });
});

test('the shares that trustees have opened in the vectors give the value that stands in their log', () => {
  const folder = vectorPath('bundle_offline');
  const plan = JSON.parse(readFileSync(`${folder}/plan.json`, 'utf8')) as { trustees: Trustees };
  const entries = readdirSync(`${folder}/log`).filter((name) => name.endsWith('.json')).map((name) => JSON.parse(readFileSync(`${folder}/log/${name}`, 'utf8')) as { kind: string; data: { shares: TrusteeShare[]; value: string } });
  const opened = entries.filter((entry) => entry.kind === 'contribution.opened');
  expect(opened.length).toBeGreaterThan(0);
  for (const { data } of opened) expect(sharedValue(data.shares, plan.trustees)).toBe(data.value);
});
