import { describe, expect, test } from 'vitest';
import { beijingFromInstant, formatBytes, formatCount, formatTime, groupDigest, instantFromBeijing, today } from '@/ui/format';

describe('times', () => {
  test('are read in Beijing', () => {
    expect(formatTime('2026-11-22T08:00:00.000000Z')).toBe('2026-11-22 16:00:00');
    expect(formatTime('2026-12-31T16:00:00.123456Z')).toBe('2027-01-01 00:00:00');
    expect(formatTime(null)).toBe('—');
    expect(formatTime('soon')).toBe('soon');
  });
  test('typed in Beijing go out as UTC, and come back', () => {
    expect(instantFromBeijing('2026-11-24T21:15')).toBe('2026-11-24T13:15:00.000000Z');
    expect(beijingFromInstant('2026-11-24T13:15:00.000000Z')).toBe('2026-11-24T21:15');
    expect(instantFromBeijing('')).toBe('');
  });
  test('today is Beijing’s today', () => {
    expect(today(new Date('2026-11-22T16:30:00Z'))).toBe('2026-11-23');
  });
});

test('numbers and digests are grouped for the eye', () => {
  expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  expect(formatCount(null)).toBe('—');
  expect(groupDigest('0123456789abcdef0')).toEqual(['01234567', '89abcdef', '0']);
  expect([512, 2048, 3 * 1024 * 1024].map(formatBytes)).toEqual(['512 B', '2.0 KB', '3.0 MB']);
});
