import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Draw, Embargo, Party, SealedShare } from '@/api/types';
import { contributors, currentKey, currentStep, isSealed, onlyHere, revealByDefault, seedFromParts, seedHolds, seedLines, stepsOf, ticketsThatHold } from '@/features/draw/draw_rules';
import { vectorPath } from '@/features/draw/vectors_for_tests';

const vectors = JSON.parse(readFileSync(vectorPath('draw_v1.json'), 'utf8')) as { seed: string; tickets: Record<string, string> };

function party(id: string, changes: Partial<Party> = {}): Party {
  return { id, organisation: id, role: 'outside', commitment: null, committed_at: null, value: null, typed: null, revealed_at: null, dropped: null, ...changes };
}
function draw(changes: Partial<Draw> = {}): Draw {
  return {
    draw_id: 'lhrs-150802-2026-0001',
    task: { id: 't1', number: '临人社抽查〔2026〕1号', name: '秋季抽查' },
    state: 'opened',
    attempt: 1,
    mode: 'open',
    embargo: null,
    trustees: null,
    sealed_seed: null,
    roots: null,
    disclosed: 0,
    substitutions: [],
    extension: null,
    parties: [party('jiwei'), party('bureau')],
    min_parties: 2,
    events: [{ kind: 'ssq', name: '2026135', not_before: '2026-11-24T13:15:00.000000Z', content: null, recorded_at: null }],
    seal: null,
    seed_txt: null,
    seed: null,
    sample: null,
    reserve: null,
    entries: [],
    next: [],
    warnings: [],
    void_reason: null,
    redraw_reason: null,
    public_url: '/d/x',
    ...changes,
  };
}
function share(id: string, changes: Partial<SealedShare> = {}): SealedShare {
  return { id, organisation: null, commitment: null, committed_at: null, delivered_at: null, revealed_at: null, ...changes };
}
function embargo(shares: SealedShare[], changes: Partial<Embargo> = {}): Embargo {
  return { reveal_by: null, overdue: false, revealed: false, shares, ...changes };
}
const step = (changes: Partial<Draw>) => currentKey(draw(changes));

describe('the step that is due', () => {
  const committed = [party('a', { commitment: 'c' }), party('b', { commitment: 'c' })];
  const revealed = committed.map((one) => ({ ...one, value: 'v' }));

  test('is the commitments, then the sealing, once all are in', () => {
    expect(step({})).toBe('commit');
    expect(step({ parties: committed })).toBe('seal');
  });
  test('is the reveals, then the event, once all are in', () => {
    expect(step({ state: 'sealed', parties: committed })).toBe('reveal');
    expect(step({ state: 'sealed', parties: revealed })).toBe('event');
  });
  test('stays with the events until the last one is on record', () => {
    const first = { kind: 'ssq', name: '1', not_before: '', content: 'x', recorded_at: 'y' };
    expect(step({ state: 'event', events: [first, { ...first, content: null }] })).toBe('event');
    expect(step({ state: 'event', events: [first] })).toBe('seed');
  });
  test('goes back to the sealing for an approved redraw, with the seed kept', () => {
    expect(step({ state: 'seeded', next: ['seal'] })).toBe('seal');
    expect(step({ state: 'seeded', next: ['result'] })).toBe('result');
  });
  test('ends after the closing, and is none for a voided draw', () => {
    expect(step({ state: 'drawn' })).toBe('assign');
    expect(step({ state: 'assigned' })).toBe('close');
    expect(currentStep(draw({ state: 'closed' }))).toBe(stepsOf(draw()).length);
    expect(currentStep(draw({ state: 'voided' }))).toBe(-1);
  });
});

describe('an embargoed draw', () => {
  const parties = [party('a', { commitment: 'c', value: 'v' }), party('b', { commitment: 'c', value: 'v' })];
  const delivered = [share('sealed-1', { commitment: 'c', delivered_at: 't' }), share('sealed-2', { commitment: 'c', delivered_at: 't' })];
  test('waits for the shares as for the parties', () => {
    const committed = parties.map((one) => ({ ...one, value: null }));
    expect(step({ parties: committed, embargo: embargo([share('sealed-1', { commitment: 'c' }), share('sealed-2')]) })).toBe('commit');
    expect(step({ parties: committed, embargo: embargo(delivered) })).toBe('seal');
    expect(step({ state: 'sealed', parties, embargo: embargo([delivered[0] ?? share('x'), share('sealed-2', { commitment: 'c' })]) })).toBe('reveal');
    expect(step({ state: 'sealed', parties, embargo: embargo(delivered) })).toBe('event');
  });
  test('has one step more: lifting the embargo before closing', () => {
    expect(stepsOf(draw({ embargo: embargo([]) }))).toContain('unseal');
    expect(stepsOf(draw())).not.toContain('unseal');
    expect(step({ state: 'assigned', embargo: embargo([]) })).toBe('unseal');
    expect(step({ state: 'assigned', embargo: embargo([], { revealed: true }) })).toBe('close');
  });
  test('is sealed from the sample to the reveal', () => {
    expect([draw({ embargo: embargo([]) }), draw({ embargo: embargo([]), sample: 3 }), draw({ embargo: embargo([], { revealed: true }), sample: 3 }), draw({ sample: 3 })].map(isSealed)).toEqual([false, true, false, false]);
  });
  test('lists departments behind the parties, nameless ones by number', () => {
    const list = contributors(draw({ parties, embargo: embargo([share('sealed-1', { organisation: '办公室' }), share('sealed-2')]) }), (number) => `份额 ${number}`);
    expect(list.map((one) => one.organisation)).toEqual(['a', 'b', '办公室', '份额 2']);
  });
  test('shows the sealed line of seed.txt only once it is public', () => {
    const shown = (seed_txt: string | null) => seedLines(draw({ embargo: embargo([]), seed_txt })).at(-1);
    expect(shown(null)).toMatchObject({ kind: 'sealed', text: null });
    expect(shown(`event=x\nsealed=${'ab'.repeat(32)}\n`)?.text).toBe(`sealed=${'ab'.repeat(32)}`);
  });
  test('stays sealed until the inspections are over, a month when nobody said when', () => {
    const now = new Date('2026-11-22T08:00:00Z');
    expect(revealByDefault('2026-12-15', now)).toBe('2026-12-15T18:00');
    expect(revealByDefault('2026-11-01', now)).toBe('2026-12-22T18:00');
    expect(revealByDefault(undefined, now)).toBe('2026-12-22T18:00');
  });
});

test('without events the seed follows the reveals', () => {
  const done = [party('a', { commitment: 'c', value: 'v' })];
  expect(currentKey(draw({ state: 'sealed', parties: done, events: [] }))).toBe('seed');
  expect(stepsOf(draw({ events: [] }))).not.toContain('event');
});

test('a link to this very machine is no link for a phone', () => {
  expect(['localhost', '127.0.0.1', '10.3.2.1', 'chou.lhrs.gov.cn'].map(onlyHere)).toEqual([true, true, false, false]);
});

describe('seed.txt as it forms', () => {
  test('lists parties by id, then events, and says what is still awaited', () => {
    const lines = seedLines(draw({ parties: [party('jiwei', { value: '0'.repeat(64) }), party('bureau')] }));
    expect(lines.map((line) => line.text)).toEqual(['sunlot/seed/v1', 'draw=lhrs-150802-2026-0001', null, `party=jiwei:${'0'.repeat(64)}`, null]);
  });

  test('put together here gives the seed of the vectors, a dropped party left out', () => {
    const text = readFileSync(vectorPath('bundle_small/seed.txt'), 'utf8');
    const parts = [...text.matchAll(/^party=([^:]+):([0-9a-f]{64})$/gm)].map(([, id = '', value = '']) => party(id, { value }));
    const [, kind = '', name = '', content = ''] = /^event=([^:]+):([^:]+):(.+)$/m.exec(text) ?? [];
    const drawId = /^draw=(.+)$/m.exec(text)?.[1] ?? '';
    const whole = draw({ draw_id: drawId, parties: [...parts.reverse(), party('late', { dropped: 'missing' })], events: [{ kind, name, content, not_before: '', recorded_at: '' }], embargo: embargo([], { revealed: true }), seed_txt: text });
    expect(seedFromParts(whole)).toBe(vectors.seed);
    expect(seedHolds({ ...whole, seed: vectors.seed })).toBe(true);
    expect(seedHolds({ ...whole, seed: vectors.seed.replace(/^./, '0') })).toBe(false);
  });

  test('tickets are recomputed, and a wrong one is noticed', () => {
    const rows = Object.entries(vectors.tickets).map(([id, ticket]) => ({ id, ticket }));
    expect(ticketsThatHold(vectors.seed, rows)).toBe(rows.length);
    expect(ticketsThatHold(vectors.seed, [{ id: rows[0]?.id ?? '', ticket: '0'.repeat(64) }])).toBe(0);
  });
});
