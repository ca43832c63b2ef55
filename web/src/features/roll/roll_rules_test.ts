import type { ObjectField } from '@/api/types';
import { byEntry, changedFields, commonOrigin, editable, grouped, placed, shownValue, startValues } from '@/features/roll/roll_rules';
import type { GridNode, ObjectColumn } from '@/features/roll/roll_types';
import { describe, expect, it } from 'vitest';

const column = (name: string, group: string, more: Partial<ObjectColumn> = {}): ObjectColumn => ({ name, title: name, group, type: 'text', private: false, choices: [], ...more });
const field = (name: string, value: string): ObjectField => ({ name, value, source: 's', entry: 1, set_at: '', verified_at: '' });
const node = (code: string, parent: string): GridNode => ({ code, name: code, level: 'cell', parent, active: true, person: '', phone: '', objects: 0, entry: 1 });

describe('the fields of an object', () => {
  const columns = [column('name', 'identity'), column('status', 'identity'), column('labour_phone', 'people', { private: true }), column('cost', 'site')];

  it('are shown by group, those of sites only for sites', () => {
    const fields = [field('name', 'x'), field('cost', '')];
    expect(grouped(columns, fields, false).map((group) => group.name)).not.toContain('site');
    expect(grouped(columns, fields, true).map((group) => group.name)).toContain('site');
    expect(grouped(columns, [field('cost', '1')], false).map((group) => group.name)).toContain('site');
  });
  it('are sent only where they were changed, and personal ones only when typed', () => {
    const before = startValues(columns, [field('name', 'x'), field('labour_phone', '•')]);
    expect(before['labour_phone']).toBe('');
    expect(changedFields(columns, before, { ...before, name: ' x ' })).toEqual({});
    expect(changedFields(columns, before, { ...before, name: '' })).toEqual({ name: '' });
    expect(changedFields(columns, before, { ...before, labour_phone: '1' })).toEqual({ labour_phone: '1' });
  });
  it('leave status and labels to their own forms', () => {
    expect(editable(columns, 'identity').map((one) => one.name)).toEqual(['name']);
  });
  it('say once where most of them are from', () => {
    const fields = [field('a', '1'), field('b', '1'), { ...field('c', '1'), entry: 9 }, { ...field('d', ''), entry: 8 }];
    expect(commonOrigin(fields)?.entry).toBe(1);
    expect(commonOrigin([])).toBe(null);
  });
  it('are shown in words', () => {
    expect(shownValue('9999-09-09', 'until')).toBe('长期');
    expect(shownValue('a,b', 'list')).toBe('a、b');
  });
});

describe('a history', () => {
  it('puts the changes of one entry together', () => {
    const change = (entry: number, name: string) => ({ entry, field: name, before: '', after: '', source: '', actor: '', actor_name: '', at: '' });
    expect(byEntry([change(9, 'a'), change(9, 'b'), change(3, 'a')]).map((group) => group.rows.length)).toEqual([2, 1]);
  });
});

describe('the grid', () => {
  it('is a list from top to bottom that closes', () => {
    const nodes = [node('1', ''), node('11', '1'), node('111', '11'), node('9', 'gone')];
    expect(placed(nodes, new Set()).map((one) => `${one.node.code}:${one.depth}`)).toEqual(['1:0', '11:1', '111:2', '9:0']);
    expect(placed(nodes, new Set(['1'])).map((one) => one.node.code)).toEqual(['1', '9']);
  });
});
