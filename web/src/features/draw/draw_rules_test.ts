import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Draw, Party } from '@/api/types';
import { currentStep, seedFromParts, seedHolds, seedLines, stepKeys, ticketsThatHold } from '@/features/draw/draw_rules';
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
const step = (changes: Partial<Draw>) => stepKeys[currentStep(draw(changes))];

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
    expect(currentStep(draw({ state: 'closed' }))).toBe(stepKeys.length);
    expect(currentStep(draw({ state: 'voided' }))).toBe(-1);
  });
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
    const whole = draw({ draw_id: drawId, parties: [...parts.reverse(), party('late', { dropped: 'missing' })], events: [{ kind, name, content, not_before: '', recorded_at: '' }] });
    // The vectors' draw is an embargoed one: its seed.txt ends with a line that an open draw does not have.
    const open = text.replace(/^sealed=.*\n/m, '');
    const seed = seedFromParts(whole);
    expect(open === text ? seed === vectors.seed : seed !== null).toBe(true);
    expect(seedHolds({ ...whole, seed, seed_txt: open })).toBe(true);
    expect(seedHolds({ ...whole, seed: vectors.seed.replace(/^./, '0'), seed_txt: open })).toBe(false);
  });

  test('tickets are recomputed, and a wrong one is noticed', () => {
    const rows = Object.entries(vectors.tickets).map(([id, ticket]) => ({ id, ticket }));
    expect(ticketsThatHold(vectors.seed, rows)).toBe(rows.length);
    expect(ticketsThatHold(vectors.seed, [{ id: rows[0]?.id ?? '', ticket: '0'.repeat(64) }])).toBe(0);
  });
});
