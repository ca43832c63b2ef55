import type { ExchangeRun } from '@/api/exchange';
import { emptyPlace, isIncremental, placeForm, placeOf, toneOf, valuesOf, valuesText } from '@/features/exchange/exchange_rules';
import { describe, expect, test } from 'vitest';

describe('places', () => {
  test('a place comes back from its form, whichever kind', () => {
    const http = { url: 'https://a/b', header: 'X-Key', table: false, cursor_parameter: 'since', rows_member: 'rows', next_member: 'next', more_member: 'more' };
    expect(placeOf('http', placeForm(http))).toEqual(http);
    const database = { host: 'h', port: 5433, database: 'd', user: 'u', table: 's.t', order: 'at', tls: 'require' };
    expect(placeOf('postgres', placeForm(database))).toEqual(database);
    expect(placeOf('folder', placeForm({ path: '/srv' }))).toEqual({ path: '/srv' });
  });
  test('what goes on from a cursor is incremental', () => {
    expect(isIncremental('http', emptyPlace())).toBe(true);
    expect(isIncremental('http', { ...emptyPlace(), asTable: true })).toBe(false);
    expect(isIncremental('postgres', emptyPlace())).toBe(false);
    expect(isIncremental('folder', emptyPlace())).toBe(false);
  });
});

test('words of the source are written line by line', () => {
  const values = [{ from: '1', to: '存续' }, { from: '2', to: '注销' }];
  expect(valuesOf(valuesText(values))).toEqual(values);
  expect(valuesOf('nonsense\n =x\n a = b ')).toEqual([{ from: 'a', to: 'b' }]);
});

test('a run with rejected rows is no plain success', () => {
  const counts = { read: 3, same: 0, new: 2, changed: 0, conflicting: 0, rejected: 1, vanished: 0 };
  expect(toneOf({ state: 'done', counts } as ExchangeRun)).toBe('warn');
  expect(toneOf({ state: 'done', counts: { ...counts, rejected: 0 } } as ExchangeRun)).toBe('good');
});
