import { describe, expect, test } from 'vitest';
import type { ImportColumn, ImportField, ImportView } from '@/api/types';
import { doubledField, homeOf, kindOf, mappingBody, mappingOf, mayConfirm, sameMapping, stepOf } from '@/features/import/import_rules';

const columns: ImportColumn[] = [
  { index: 0, title: '企业名称', sample: [], field: 'name' },
  { index: 1, title: '统一社会信用代码', sample: [], field: 'credit_code' },
  { index: 2, title: '备注', sample: [], field: null },
];
const fields: ImportField[] = [
  { name: 'name', title: '名称', required: true, private: false, note: '' },
  { name: 'credit_code', title: '统一社会信用代码', required: true, private: false, note: '' },
  { name: 'legacy_number', title: '注册号', required: false, private: false, note: '' },
];
function view(changes: Partial<ImportView>, counts: Partial<ImportView['counts']> = {}): ImportView {
  return {
    id: 'i1', kind: 'objects', filename: 'a.csv', format: 'csv', encoding: 'utf-8', state: 'preview', columns, fields, missing: [], receipt: null,
    counts: { rows: 3, good: 3, new: 3, changed: 0, same: 0, bad: 0, ...counts }, problems: [], problems_total: 0, sample: [], ...changes,
  };
}

describe('the mapping of columns', () => {
  test('starts from the guess and is sent by title', () => {
    const mapping = { ...mappingOf(columns), 2: 'legacy_number' };
    expect(sameMapping(mapping, mappingOf(columns))).toBe(false);
    expect(mappingBody(columns, mapping)).toEqual({ columns: { 企业名称: 'name', 统一社会信用代码: 'credit_code', 备注: 'legacy_number' } });
  });
  test('does not let two columns feed one field', () => {
    expect(doubledField(fields, { 0: 'name', 1: 'name', 2: null })?.name).toBe('name');
    expect(doubledField(fields, mappingOf(columns))).toBeNull();
  });
});

describe('confirming', () => {
  test('is open when every row is good', () => {
    expect(mayConfirm(view({}), false)).toBe(true);
  });
  test('with bad rows needs the explicit tick, and something good to write', () => {
    expect(mayConfirm(view({}, { good: 2, bad: 1 }), false)).toBe(false);
    expect(mayConfirm(view({}, { good: 2, bad: 1 }), true)).toBe(true);
    expect(mayConfirm(view({}, { good: 0, bad: 3 }), true)).toBe(false);
  });
  test('happens once', () => {
    expect(mayConfirm(view({ state: 'confirmed' }), false)).toBe(false);
    expect([stepOf(null), stepOf(view({})), stepOf(view({ state: 'confirmed' }))]).toEqual(['file', 'check', 'receipt']);
  });
});

test('an unknown kind in the address is the directory of objects', () => {
  expect([kindOf('officers'), kindOf('history'), kindOf('nonsense'), kindOf(undefined)]).toEqual(['officers', 'history', 'objects', 'objects']);
  expect([homeOf('officers'), homeOf('history')]).toEqual(['/officers', '/objects']);
});
