import { describe, expect, test } from 'vitest';
import type { Joined } from '@/api/types';
import { typedValue } from '@/features/draw/commitment';
import { inviteOf, Keeper, keptOf, screenOf } from '@/features/draw/join_rules';

const invite = { draw: 'lhrs-150802-2026-0001', party: 'jiwei', token: 'Zm9vYmFyYmF6' };
const secret = '5a'.repeat(32);

function joined(step: Joined['step'], party = 'jiwei', state: Joined['draw']['state'] = 'opened'): Joined {
  return {
    draw: { draw_id: invite.draw, task_name: '', organ: '', mode: 'embargo', state, parties: [], events: [], trustees: null, embargo: null },
    party: { id: party, organisation: null, role: '' },
    step,
  };
}

describe('the link of an invitation', () => {
  test('names the draw, the party and its token', () => {
    expect(inviteOf(`#${invite.draw}.jiwei.Zm9vYmFyYmF6`)).toEqual(invite);
    expect(inviteOf(`#${invite.draw}.sealed-1.${'ab'.repeat(16)}`)?.party).toBe('sealed-1');
  });
  test.each(['', '#', '#a.b', '#a.b.', '#A.b.0123456789', '#a.b.<script>alert(1)', '#a.b.c.0123456789'])('"%s" is none', (hash) => {
    expect(inviteOf(hash)).toBeNull();
  });
});

describe('what a device keeps', () => {
  const shelf = new Map<string, string>();
  const keeper = new Keeper(invite, { getItem: (key) => shelf.get(key) ?? null, setItem: (key, value) => void shelf.set(key, value), removeItem: (key) => void shelf.delete(key) });

  test('is its number, found again after the page was closed', () => {
    expect(keeper.read()).toBeNull();
    expect(keeper.keep({ value: secret, typed: null })).toBe(true);
    expect(keeper.read()).toEqual({ value: secret, typed: null });
  });
  test('is nothing when somebody wrote nonsense there', () => {
    for (const nonsense of ['{', '7', '{"value":"ab"}', 'null']) {
      shelf.set('sunlot/lhrs-150802-2026-0001/jiwei', nonsense);
      expect(keeper.read()).toBeNull();
    }
  });
  test('is no reason to stop where the browser stores nothing', () => {
    const full = new Keeper(invite, { getItem: () => null, setItem: () => { throw new Error('full'); }, removeItem: () => undefined });
    expect(full.keep({ value: secret, typed: null })).toBe(false);
  });
});

describe('what was typed or pasted', () => {
  test('is a number, with whatever stands around it', () => {
    expect(keptOf(`secret      ${secret}\n`, false)).toEqual({ value: secret, typed: null });
    expect(keptOf('5a5a', false)).toBeNull();
  });
  test('is throws of dice, letter by letter', () => {
    expect(keptOf(' 4 1 6 6 ', true)).toEqual({ value: typedValue('4 1 6 6'), typed: '4 1 6 6' });
    expect(keptOf('  ', true)).toBeNull();
  });
});

describe('the one thing a device shows', () => {
  test('follows the ceremony', () => {
    expect([joined('commit'), joined('wait'), joined('reveal', 'jiwei', 'sealed'), joined('done', 'jiwei', 'sealed'), joined('late', 'jiwei', 'event')].map(screenOf)).toEqual(['commit', 'waitSeal', 'reveal', 'revealed', 'late']);
  });
  test('is a delivery for a sealed share, and nothing more after it', () => {
    expect([joined('deliver', 'sealed-2', 'sealed'), joined('done', 'sealed-2', 'assigned')].map(screenOf)).toEqual(['deliver', 'delivered']);
  });
  test('is the end of a voided draw, whatever else is said', () => {
    expect(screenOf(joined('commit', 'jiwei', 'voided'))).toBe('voided');
  });
});
