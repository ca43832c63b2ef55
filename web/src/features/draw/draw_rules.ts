// How far a draw has come, as the pages show it. What may happen next is the server's word (`draw.next`).
import type { Draw, DrawStep, Party } from '@/api/types';
import { derive, seedOf, ticketOf } from '@/features/draw/commitment';

export const stepKeys = ['open', 'commit', 'seal', 'reveal', 'event', 'seed', 'result', 'assign', 'close'] as const;

/// The index in `stepKeys` of what is to be done now; past the end when the draw is closed, -1 when it was voided.
export function currentStep(draw: Draw): number {
  switch (draw.state) {
    case 'opened':
      return draw.parties.every((party) => party.commitment) ? 2 : 1;
    case 'sealed':
      return draw.parties.every((party) => party.value) ? 4 : 3;
    case 'event':
      return draw.events.every((event) => event.content) ? 5 : 4;
    case 'seeded':
      return draw.next.includes('seal') ? 2 : 6; // an approved redraw seals a corrected frame, then draws again
    case 'drawn':
      return 7;
    case 'assigned':
      return 8;
    case 'closed':
      return 9;
    case 'voided':
      return -1;
  }
}

export function may(draw: Draw, step: DrawStep): boolean {
  return draw.next.includes(step);
}

/// seed.txt line by line as it forms: null for what is not known yet. Parties are sorted by id, events in plan order.
export interface SeedLine {
  kind: 'format' | 'draw' | 'party' | 'event';
  source: string;
  label: string;
  text: string | null;
  dropped?: Party['dropped'];
}
export function seedLines(draw: Draw): SeedLine[] {
  const parties = [...draw.parties].sort((one, other) => (one.id < other.id ? -1 : 1));
  return [
    { kind: 'format', source: '', label: '', text: 'sunlot/seed/v1' },
    { kind: 'draw', source: '', label: '', text: `draw=${draw.draw_id}` },
    ...parties.map((party): SeedLine => ({ kind: 'party', source: party.id, label: party.organisation, text: party.value ? `party=${party.id}:${party.value}` : null, dropped: party.dropped })),
    ...draw.events.map((event): SeedLine => ({ kind: 'event', source: event.kind, label: event.name, text: event.content ? `event=${event.kind}:${event.name}:${event.content}` : null })),
  ];
}

/// The seed computed here from the parts, when all are known; it must be what the server fixed.
export function seedFromParts(draw: Draw): string | null {
  const lines = seedLines(draw).filter((line) => line.dropped === undefined || line.dropped === null);
  if (lines.some((line) => line.text === null)) return null;
  return seedOf(lines.map((line) => `${line.text}\n`).join(''));
}

/// Does this browser come to the same seed as the server says? Null before there is one.
export function seedHolds(draw: Draw): boolean | null {
  if (draw.seed === null || draw.seed_txt === null) return null;
  return seedOf(draw.seed_txt) === draw.seed && (seedFromParts(draw) ?? draw.seed) === draw.seed;
}

/// How many of these rows carry the ticket that the seed gives them.
export function ticketsThatHold(seed: string, rows: readonly { id: string; ticket: string }[]): number {
  const selector = derive(seed, 'select');
  return rows.filter((row) => ticketOf(selector, row.id) === row.ticket).length;
}

/// A party id people can live with, from its place in the list.
export function partyId(index: number): string {
  return ['bureau', 'jiwei', 'firm-rep'][index] ?? `party-${index + 1}`;
}
