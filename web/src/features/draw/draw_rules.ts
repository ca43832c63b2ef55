// How far a draw has come, as the pages show it. What may happen next is the server's word (`draw.next`).
import type { Draw, DrawEntry, DrawStep, Party } from '@/api/types';
import { derive, seedOf, ticketOf } from '@/features/draw/commitment';

export const stepKeys = ['open', 'commit', 'seal', 'reveal', 'event', 'seed', 'result', 'assign', 'unseal', 'close'] as const;
export type StepKey = (typeof stepKeys)[number];

/// The steps that this draw has: lifting the embargo only under one, the event only where one is awaited.
export function stepsOf(draw: Draw): StepKey[] {
  return stepKeys.filter((key) => (key !== 'unseal' || draw.embargo) && (key !== 'event' || draw.events.length > 0));
}

/// What is to be done now; null when the draw is closed or was voided.
export function currentKey(draw: Draw): StepKey | null {
  const shares = draw.embargo?.shares ?? [];
  switch (draw.state) {
    case 'opened':
      return draw.parties.every((party) => party.commitment) && shares.every((share) => share.commitment) ? 'seal' : 'commit';
    case 'sealed':
      if (!draw.parties.every((party) => party.value || !party.commitment) || !shares.every((share) => share.delivered_at)) return 'reveal';
      return draw.events.length > 0 ? 'event' : 'seed';
    case 'event':
      return draw.events.every((event) => event.content) ? 'seed' : 'event';
    case 'seeded':
      return draw.next.includes('seal') ? 'seal' : 'result'; // an approved redraw seals a corrected frame, then draws again
    case 'drawn':
      return 'assign';
    case 'assigned':
      return draw.embargo && !draw.embargo.revealed ? 'unseal' : 'close';
    case 'closed':
    case 'voided':
      return null;
  }
}

/// The index in `stepsOf` of what is to be done now; past the end when the draw is closed, -1 when it was voided.
export function currentStep(draw: Draw): number {
  const key = currentKey(draw);
  if (key === null) return draw.state === 'closed' ? stepsOf(draw).length : -1;
  return stepsOf(draw).indexOf(key);
}

/// Drawn, but nobody outside may know whom: the shares are not public yet.
export function isSealed(draw: Draw): boolean {
  return draw.embargo !== null && !draw.embargo.revealed && draw.sample !== null;
}

/// A party or a department with a sealed share: whoever hands in a commitment.
export interface Contributor {
  id: string;
  organisation: string;
  role: string;
  share: boolean;
  commitment: string | null;
  committed_at: string | null;
  value: string | null;
  typed: string | null;
  /// Revealed by a party, delivered by a department.
  done_at: string | null;
  public_at: string | null;
  dropped: Party['dropped'];
  opened: boolean;
}
export function contributors(draw: Draw, shareName: (number: string) => string): Contributor[] {
  return [
    ...draw.parties.map((party): Contributor => ({ ...party, share: false, done_at: party.revealed_at, public_at: party.revealed_at, opened: party.opened === true })),
    ...(draw.embargo?.shares ?? []).map(
      (share): Contributor => ({
        ...share,
        organisation: share.organisation ?? shareName(share.id.slice(-1)),
        role: 'share',
        share: true,
        value: null,
        typed: null,
        done_at: share.delivered_at,
        public_at: share.revealed_at,
        dropped: null,
        opened: false,
      }),
    ),
  ];
}

export function may(draw: Draw, step: DrawStep): boolean {
  return draw.next.includes(step);
}

/// seed.txt line by line as it forms: null for what is not known yet. Parties are sorted by id, events in plan order; under
/// an embargo the digest of the sealed shares is last, and known only when they are published.
export interface SeedLine {
  kind: 'format' | 'draw' | 'party' | 'event' | 'sealed';
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
    ...(draw.embargo ? [{ kind: 'sealed', source: '', label: '', text: /^sealed=[0-9a-f]{64}$/m.exec(draw.seed_txt ?? '')?.[0] ?? null } satisfies SeedLine] : []),
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

/// Until when the result may stay sealed, as a `datetime-local` value in Beijing time: the end of the last day of the
/// inspections, or a month from now when the task does not say or that day has passed.
export function revealByDefault(lastDay: string | undefined, now: Date): string {
  const local = (days: number) => new Date(now.getTime() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10);
  const day = lastDay && lastDay >= local(0) ? lastDay : local(30);
  return `${day}T18:00`;
}

/// Where phones in the room cannot reach us: a link to this very machine.
export function onlyHere(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/// A party id people can live with, from its place in the list.
export function partyId(index: number): string {
  return ['bureau', 'jiwei', 'firm-rep'][index] ?? `party-${index + 1}`;
}

/// The newest entry of the draw of one of these kinds, with these members in its data.
export function entryOf(draw: Draw, kinds: string[], members: Record<string, unknown> = {}): DrawEntry | undefined {
  return draw.entries.findLast((entry) => kinds.includes(entry.kind) && Object.entries(members).every(([name, value]) => entry.data[name] === value));
}
