// Known answers of the draw protocol: the same file that the C++ modules and the Python check read.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commitmentOf, derive, findValue, isValue, newSecret, seedOf, ticketOf, typedValue } from '@/features/draw/commitment';
import { vectorPath } from '@/features/draw/vectors_for_tests';

interface Vectors {
  seed: string;
  derive: Record<string, string>;
  tickets: Record<string, string>;
  commitments: Record<string, string>;
  typed_example: { text: string; value: string };
}
const vectors = JSON.parse(readFileSync(vectorPath('draw_v1.json'), 'utf8')) as Vectors;
const seedText = readFileSync(vectorPath('bundle_small/seed.txt'), 'utf8');

describe('the formulas of sunlot-draw/v1', () => {
  test('the digest of seed.txt is the seed', () => {
    expect(seedOf(seedText)).toBe(vectors.seed);
  });

  test('every revealed value in seed.txt opens the commitment its party had published', () => {
    const drawId = /^draw=(.+)$/m.exec(seedText)?.[1] ?? '';
    const parties = [...seedText.matchAll(/^party=([^:]+):([0-9a-f]{64})$/gm)];
    expect(parties.map((line) => line[1]).sort()).toEqual(Object.keys(vectors.commitments).sort());
    for (const [, party = '', value = ''] of parties) expect(commitmentOf(drawId, party, value)).toBe(vectors.commitments[party]);
  });

  test('a typed contribution stands for the digest of its text', () => {
    expect(typedValue(vectors.typed_example.text)).toBe(vectors.typed_example.value);
  });

  test('keys are derived, never the seed itself', () => {
    for (const [purpose, key] of Object.entries(vectors.derive)) expect(derive(vectors.seed, purpose)).toBe(key);
  });

  test('every object gets the ticket that the vectors give it', () => {
    const selector = derive(vectors.seed, 'select');
    for (const [id, ticket] of Object.entries(vectors.tickets)) expect(ticketOf(selector, id)).toBe(ticket);
  });
});

describe('a secret', () => {
  test('is 32 bytes of the generator it is given, as 64 hex digits', () => {
    expect(newSecret((bytes) => bytes.fill(0xab))).toBe('ab'.repeat(32));
    expect(isValue(newSecret())).toBe(true);
    expect(newSecret()).not.toBe(newSecret());
  });

  test('is found in whatever was pasted, and the commitment after it is not taken for it', () => {
    const secret = '01'.repeat(32);
    expect(findValue(`secret      ${secret.toUpperCase()}\ncommitment  ${'f'.repeat(64)}\n`)).toBe(secret);
    expect(findValue('f'.repeat(65))).toBeNull();
    expect(findValue('')).toBeNull();
  });
});
