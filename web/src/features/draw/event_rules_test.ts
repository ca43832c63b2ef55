import { describe, expect, test } from 'vitest';
import { canonicalContent, drandName, eventRecord, nextTime } from '@/features/draw/event_rules';

describe('the result of a public event', () => {
  test('双色球 is sorted, padded and joined, however it was typed', () => {
    expect(canonicalContent('ssq', '31 3 9 12 26 18 7')).toBe('03,09,12,18,26,31+07');
    expect(canonicalContent('ssq', '03,09,12,18,26,31+07')).toBe('03,09,12,18,26,31+07');
  });
  test.each(['3 9 12 18 26 31', '3 3 12 18 26 31 7', '3 9 12 18 26 34 7', '3 9 12 18 26 31 17', '0 9 12 18 26 31 7', ''])('双色球 "%s" is no result', (text) => {
    expect(canonicalContent('ssq', text)).toBeNull();
  });
  test('大乐透 has two back numbers', () => {
    expect(canonicalContent('dlt', '26 3 9 12 18 7 2')).toBe('03,09,12,18,26+02,07');
    expect(canonicalContent('dlt', '26 3 9 12 18 7 13')).toBeNull();
  });
  test('dice keep their order', () => {
    expect(canonicalContent('dice', '4, 1 6 6 2')).toBe('41662');
    expect(canonicalContent('dice', 'four')).toBeNull();
  });
  test('beacons are hex of one length', () => {
    expect(canonicalContent('drand', ` ${'AB'.repeat(32)} `)).toBe('ab'.repeat(32));
    expect(canonicalContent('nist', 'ab'.repeat(32))).toBeNull();
  });
});

describe('when a lottery is drawn next', () => {
  test('双色球 on Tuesday, Thursday and Sunday at 21:15 in Beijing', () => {
    expect(nextTime('ssq', new Date('2026-11-22T08:00:00Z'))).toBe('2026-11-22T21:15'); // a Sunday afternoon
    expect(nextTime('ssq', new Date('2026-11-22T14:00:00Z'))).toBe('2026-11-24T21:15'); // that Sunday at 22:00
  });
  test('dice are thrown once everybody has revealed', () => {
    expect(nextTime('dice', new Date('2026-11-22T08:00:00Z'))).toBe('2026-11-22T16:10');
  });
});

describe('a round of drand', () => {
  test('is the first one not before the time asked for', () => {
    // Round 1 is the genesis, 2023-08-23T15:09:27Z.
    expect(drandName('2023-08-23T23:09:27')).toMatch(/\/1$/);
    expect(drandName('2023-08-23T23:09:28')).toMatch(/\/2$/);
    expect(drandName('2023-08-23T23:09:30')).toMatch(/\/2$/);
  });
  test('can be pasted as the relay gives it, with its signature', () => {
    const answer = { round: 1, randomness: 'AB'.repeat(32), signature: 'cd'.repeat(48) };
    expect(eventRecord('drand', JSON.stringify(answer))).toEqual({ content: 'ab'.repeat(32), signature: 'cd'.repeat(48) });
    expect(eventRecord('drand', 'ab'.repeat(32))).toEqual({ content: 'ab'.repeat(32) });
    expect(eventRecord('drand', '{}')).toBeNull();
    expect(eventRecord('dice', '4 1 6')).toEqual({ content: '416' });
  });
});
