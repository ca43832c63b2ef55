// A year as the page draws it: twelve months of weeks that begin on Monday.
import type { CalendarYear } from '@/api/types';

export interface DayCell {
  date: string;
  day: number;
  kind: 'work' | 'weekend' | 'off' | 'exchanged';
  name: string;
}
export interface MonthGrid {
  month: number;
  /// Empty cells before the first.
  blanks: number;
  days: DayCell[];
}

const pad = (number: number) => String(number).padStart(2, '0');

export function monthsOf(year: CalendarYear): MonthGrid[] {
  const special = new Map(year.days.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const first = new Date(Date.UTC(year.year, index, 1));
    const count = new Date(Date.UTC(year.year, index + 1, 0)).getUTCDate();
    return {
      month: index + 1,
      blanks: (first.getUTCDay() + 6) % 7,
      days: Array.from({ length: count }, (_unused, day) => cell(year.year, index + 1, day + 1, special)),
    };
  });
}

function cell(year: number, month: number, day: number, special: Map<string, CalendarYear['days'][number]>): DayCell {
  const date = `${year}-${pad(month)}-${pad(day)}`;
  const found = special.get(date);
  const weekend = [0, 6].includes(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
  const kind = found ? (found.off ? 'off' : 'exchanged') : weekend ? 'weekend' : 'work';
  return { date, day, kind, name: found?.name ?? '' };
}

/// How many people work on in the year.
export function workingDays(year: CalendarYear): number {
  return monthsOf(year).reduce((sum, month) => sum + month.days.filter((day) => day.kind === 'work' || day.kind === 'exchanged').length, 0);
}

/// The holidays of a year, each with its days and the weekend days worked for it.
export function holidaysOf(year: CalendarYear): { name: string; off: string[]; worked: string[] }[] {
  const out: { name: string; off: string[]; worked: string[] }[] = [];
  for (const day of year.days) {
    let holiday = out.find((one) => one.name === day.name);
    if (!holiday) out.push((holiday = { name: day.name, off: [], worked: [] }));
    (day.off ? holiday.off : holiday.worked).push(day.date);
  }
  return out;
}
