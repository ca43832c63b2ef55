import type { FormField } from '@/api/types';
import { changedFields, formParts, isDay, officerState, urgentFirst, warningTone } from '@/features/officer/officer_rules';
import { describe, expect, test } from 'vitest';

function field(name: string, value: string, title = name): FormField {
  return { name, title, note: '', choices: '', required: false, private: false, value };
}
const warning = (days_left: number, level: number) => ({ kind: '行政执法证', number: 'C1', to: '2026-12-01', days_left, level });

describe('officers', () => {
  test('a form sends what changed and nothing else', () => {
    expect(changedFields([field('post', '监察员'), field('state_to', '2026-12-01'), field('unit', '大队')], { post: ' 中队长 ', state_to: '', unit: '大队' })).toEqual({ post: '中队长', state_to: '' });
  });
  test('the most urgent certificate comes first', () => {
    expect(urgentFirst([warning(29, 30), warning(-2, 0), warning(6, 7)]).map((one) => one.days_left)).toEqual([-2, 6, 29]);
    expect([warning(-1, 0), warning(20, 30), warning(80, 90)].map(warningTone)).toEqual(['bad', 'warn', 'plain']);
  });
  test('days are known by their titles', () => {
    expect(isDay(field('certificate_to', '', '执法证有效期至'))).toBe(true);
    expect(isDay(field('certificate_no', '', '执法证编号'))).toBe(false);
  });
  test('every state has a word, and no field stands in two parts', () => {
    expect(officerState('借调')).toBe('officer.seconded');
    const all = formParts.flatMap((part) => part.fields);
    expect(new Set(all).size).toBe(all.length);
  });
});
