// What the big screen shows when. It only ever shows what the server has fixed: nothing rolls that was not drawn.
import type { Draw, ResultRow } from '@/api/types';
import { currentKey } from '@/features/draw/draw_rules';

export const rowsPerPage = 8;

export function pageCount(rows: number): number {
  return Math.max(1, Math.ceil(rows / rowsPerPage));
}

export function pageOf<Row>(rows: readonly Row[], page: number): Row[] {
  return rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage);
}

/// The pause between two names appearing: unhurried for a few, never more than about forty seconds for many.
export function revealPause(rows: number): number {
  return Math.min(700, Math.max(40, 40_000 / Math.max(1, rows)));
}

/// What everybody in the room is waiting for; null when names are on the screen.
export function waitingFor(draw: Draw): 'open' | 'reveal' | 'event' | 'seed' | 'result' | 'voided' | null {
  if (draw.state === 'voided') return 'voided';
  if (draw.state === 'opened') return 'open';
  if (draw.state === 'sealed') return { reveal: 'reveal', event: 'event', seed: 'seed' }[currentKey(draw) as string] as 'reveal' | 'event' | 'seed';
  if (draw.state === 'event') return draw.events.every((event) => event.content) ? 'seed' : 'event';
  return draw.state === 'seeded' ? 'result' : null;
}

/// The numbers of an event as separate balls ("03,09,…+07"), front and back; a single text when it has none.
export function balls(kind: string, content: string): { front: string[]; back: string[] } {
  if (kind === 'ssq' || kind === 'dlt') {
    const [front = '', back = ''] = content.split('+');
    return { front: front.split(','), back: back === '' ? [] : back.split(',') };
  }
  if (kind === 'dice' && content.length <= 40) return { front: [...content], back: [] };
  return { front: [content], back: [] };
}

/// "A-3": the stratum and the rank in it.
export function place(row: ResultRow): string {
  return row.district === '' ? `${row.stratum}-${row.rank}` : `${row.stratum}·${row.district}-${row.rank}`;
}
