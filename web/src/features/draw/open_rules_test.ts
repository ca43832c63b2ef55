import { describe, expect, test } from 'vitest';
import { emptyForm, newEvent, openBody } from '@/features/draw/open_rules';

const now = new Date('2026-11-22T08:00:00Z');
const form = () => emptyForm('临河区人社局', '2026-12-15', now);

describe('opening a draw', () => {
  test('is under embargo unless somebody chooses otherwise', () => {
    const body = openBody('t1', { ...form(), keepers: [{ organisation: '办公室 ' }, { organisation: '' }] });
    expect(body).toMatchObject({ mode: 'embargo', sealed: [{ organisation: '办公室' }, {}], embargo: { reveal_by: '2026-12-15T10:00:00.000000Z' } });
    expect(body).not.toHaveProperty('trustees');
  });
  test('in the open sends nothing of an embargo', () => {
    const body = openBody('t1', { ...form(), mode: 'open' });
    expect(body).not.toHaveProperty('sealed');
    expect(body).not.toHaveProperty('embargo');
  });
  test('needs no date of publication', () => {
    expect(openBody('t1', { ...form(), revealBy: '' })).not.toHaveProperty('embargo');
  });
  test('with trustees may do without an event', () => {
    const trustees = [{ id: 'court', organisation: '法院', key: 'ab'.repeat(32) }];
    expect(openBody('t1', { ...form(), events: [], trustees })).toMatchObject({ events: [], trustees: { threshold: 2, keys: trustees } });
  });
  test('names dice and a round of drand by itself', () => {
    expect(newEvent('dice', now).name).toBe('onsite-1');
    expect(newEvent('drand', now).name).toMatch(/^[0-9a-f]{64}\/\d+$/);
    expect(newEvent('ssq', now).name).toBe('2026');
  });
});
