import { describe, expect, test } from 'vitest';
import { higherQuotas, substitutionBody } from '@/features/draw/change_rules';

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
