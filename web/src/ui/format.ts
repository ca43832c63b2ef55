// Times are UTC inside and Beijing time (fixed +08:00, no daylight saving) wherever people read them.

const offset = 8 * 60 * 60 * 1000;

/// "2026-11-22T08:00:00.000000Z" -> "2026-11-22 16:00:00"; anything unreadable is shown as it came.
export function formatTime(instant: string | null | undefined): string {
  if (!instant) return '—';
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  return new Date(milliseconds + offset).toISOString().slice(0, 19).replace('T', ' ');
}

/// What a `datetime-local` field holds ("2026-11-22T16:00", Beijing time) as the instant the API takes.
export function instantFromBeijing(local: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local)) return '';
  const milliseconds = Date.parse(`${local.length === 16 ? `${local}:00` : local}.000Z`);
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds - offset).toISOString().replace('.000Z', '.000000Z');
}

/// The reverse, to the minute.
export function beijingFromInstant(instant: string): string {
  const milliseconds = Date.parse(instant);
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds + offset).toISOString().slice(0, 16);
}

/// Today in Beijing as "2026-11-22".
export function today(now: Date = new Date()): string {
  return new Date(now.getTime() + offset).toISOString().slice(0, 10);
}

/// 1234567 -> "1,234,567".
export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? '—' : String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/// A digest in groups of eight, which is how people read it out to each other.
export function groupDigest(digest: string): string[] {
  return digest.match(/.{1,8}/g) ?? [];
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
