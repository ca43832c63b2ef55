import { describe, expect, test } from 'vitest';
import type { Substitution } from '@/api/types';
import { fateOf, higherQuotas, substitutionBody } from '@/features/draw/change_rules';

const form = { what: 'officer' as const, line: 3, slot: 1, reason: 'ill', text: ' 住院 ', also: ['F0007', 'F0002'] };

describe('asking for a substitution', () => {
  test('of an officer names the one who holds the slot among those who cannot go', () => {
    expect(substitutionBody(form, 'F0004')).toEqual({ what: 'officer', line: 3, slot: 1, reason: 'ill', text: '住院', unavailable: ['F0002', 'F0004', 'F0007'] });
    expect(substitutionBody({ ...form, also: ['F0004'] }, 'F0004')).toMatchObject({ unavailable: ['F0004'] });
  });
  test('of an object has no slot', () => {
    expect(substitutionBody({ ...form, what: 'object', also: [] }, undefined)).toEqual({ what: 'object', line: 3, reason: 'ill', text: '住院', unavailable: [] });
  });
});

describe('asking for a larger sample', () => {
  const quota = (label: string, kind: 'keep' | 'ratio' | 'number' | 'all', ratio = '') => ({ label, kind, ratio, number: 4 });
  test('names only the strata that change', () => {
    expect(higherQuotas([quota('A', 'ratio', '10%'), quota('B', 'keep'), quota('C', 'all'), quota('D', 'number')])).toEqual([
      { label: 'A', quota: { ratio: [10, 100] } },
      { label: 'C', quota: 'all' },
      { label: 'D', quota: 4 },
    ]);
  });
  test('is not possible while nothing changes or a ratio is unreadable', () => {
    expect(higherQuotas([quota('A', 'keep')])).toBeNull();
    expect(higherQuotas([quota('A', 'ratio', 'a tenth'), quota('B', 'all')])).toBeNull();
  });
});

test('a line of the list was replaced, came in, or stands as drawn', () => {
  const one: Substitution = { number: 1, attempt: 1, what: 'object', line: 3, slot: null, reason: 'moved', state: 'approved', replacement: 7, officer: null, replaced: null, officers: [] };
  expect([3, 7, 4, undefined].map((line) => fateOf(line, 1, [one]))).toEqual(['replaced', 'came_in', null, null]);
  expect(fateOf(3, 1, [{ ...one, state: 'refused' }])).toBeNull();
  expect(fateOf(3, 2, [one])).toBeNull();
});
