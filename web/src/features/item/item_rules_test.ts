import type { ItemRow } from '@/api/types';
import { emptyItem, frequencyContradicts, itemInput, pendingOf, refs, shown, waiting } from '@/features/item/item_rules';
import { describe, expect, it } from 'vitest';

function row(code: string, change: Partial<ItemRow> = {}): ItemRow {
  return {
    ...emptyItem('某局'), code, name: `事项${code}`, version: 1, state: 'published', adjustment: 'new', reason: '', legal_basis: '', drafted_at: '', draft: 7, drafters: [], submitter: null, reviewer: null, reviewed_at: null,
    review_entry: null, verdict: null, opinion: '', published_on: '2026-11-22', effective_on: '2026-12-01', announcement: 1, entry: 9, standing: 'in_force', coming: null, pending: null, ...change,
  };
}
const draft = { version: 2, state: 'submitted', adjustment: 'change', effective_on: null, draft: 12, verdict: null } as const;

describe('items', () => {
  it('what is worked on is beside the version in force, or the only one', () => {
    expect(pendingOf(row('L01'))).toBeNull();
    expect(pendingOf(row('L01', { pending: draft }))).toMatchObject({ version: 2, draft: 12 });
    expect(pendingOf(row('L40', { standing: 'drafted', state: 'draft' }))).toMatchObject({ version: 1, state: 'draft' });
  });
  it('waiting lists hold one state each', () => {
    const rows = [row('L01'), row('L02', { pending: draft }), row('L03', { pending: { ...draft, state: 'reviewed' } })];
    expect(waiting(rows, 'submitted').map((one) => one.code)).toEqual(['L02']);
    expect(waiting(rows, 'reviewed').map((one) => one.code)).toEqual(['L03']);
  });
  it('the draft that was shown goes along, where it is known', () => {
    expect(refs([{ code: 'L02', version: 2, draft: 12 }, { code: 'L09', version: 1, draft: null }])).toEqual([{ code: 'L02', version: 2, draft: 12 }, { code: 'L09', version: 1 }]);
  });
  it('rows nobody filled in are not sent, and the category is the letter of the code', () => {
    const form = { ...emptyItem('某局'), code: ' l40 ', materials: [{ name: '', note: ' ' }, { name: '名册', note: '' }], qualification_tags: ['x'] };
    const input = itemInput(form);
    expect(input).toMatchObject({ code: 'L40', category: 'L', materials: [{ name: '名册', note: '' }], basis: [], qualification_tags: [] });
  });
  it('a frequency that contradicts the cap is noticed', () => {
    expect(frequencyContradicts('同一对象每年不超过2次', 1)).toBe(true);
    expect(frequencyContradicts('同一对象每年不超过 1 次', 1)).toBe(false);
    expect(frequencyContradicts('按年度计划分批', 1)).toBe(false);
    expect(frequencyContradicts('每季度2次', 0)).toBe(false);
  });
  it('the list is narrowed by standing and by words', () => {
    const rows = [row('L01'), row('L02', { pending: draft }), row('L04', { standing: 'cancelled' })];
    expect(shown(rows, 'in_force', '').map((one) => one.code)).toEqual(['L01', 'L02']);
    expect(shown(rows, 'work', '').map((one) => one.code)).toEqual(['L02']);
    expect(shown(rows, 'cancelled', '').map((one) => one.code)).toEqual(['L04']);
    expect(shown(rows, '', '事项L01').map((one) => one.code)).toEqual(['L01']);
  });
});
