import { describe, expect, test } from 'vitest';
import { balls, pageCount, pageOf, revealPause, rowsPerPage } from '@/features/draw/screen_rules';

describe('the big screen', () => {
  test('shows every row on exactly one page', () => {
    const rows = Array.from({ length: 19 }, (_, index) => index);
    const pages = Array.from({ length: pageCount(rows.length) }, (_, page) => pageOf(rows, page));
    expect(pages.flat()).toEqual(rows);
    expect(pages.every((page) => page.length <= rowsPerPage)).toBe(true);
    expect(pageCount(0)).toBe(1);
  });
  test('takes its time for a few names and hurries for many', () => {
    expect(revealPause(5)).toBe(700);
    expect(revealPause(400) * 400).toBeLessThanOrEqual(40_000);
  });
  test('shows lottery numbers one by one', () => {
    expect(balls('ssq', '03,09,12,18,26,31+07')).toEqual({ front: ['03', '09', '12', '18', '26', '31'], back: ['07'] });
    expect(balls('drand', 'ab')).toEqual({ front: ['ab'], back: [] });
  });
});
