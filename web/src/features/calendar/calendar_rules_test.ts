import { holidaysOf, monthsOf, workingDays } from '@/features/calendar/calendar_rules';
import { describe, expect, test } from 'vitest';

const year = {
  year: 2026,
  confirmed: true,
  source: '',
  days: [
    { date: '2026-10-01', off: true, name: '国庆节', weekday: '周四' },
    { date: '2026-10-02', off: true, name: '国庆节', weekday: '周五' },
    { date: '2026-10-10', off: false, name: '国庆节', weekday: '周六' },
  ],
};

describe('calendar', () => {
  test('weeks begin on Monday', () => {
    const [october] = monthsOf(year).slice(9);
    const kind = (day: number) => october?.days[day - 1]?.kind;
    expect(october?.blanks).toBe(3); // 1 October 2026 is a Thursday
    expect(october?.days).toHaveLength(31);
    expect(kind(1)).toBe('off');
    expect(kind(10)).toBe('exchanged');
    expect(kind(11)).toBe('weekend');
    expect(kind(12)).toBe('work');
  });
  test('counts the working days of a year', () => {
    expect(workingDays({ ...year, days: [] })).toBe(261);
    expect(workingDays(year)).toBe(260);
  });
  test('gathers a holiday with the days worked for it', () => {
    expect(holidaysOf(year)).toEqual([{ name: '国庆节', off: ['2026-10-01', '2026-10-02'], worked: ['2026-10-10'] }]);
  });
});
