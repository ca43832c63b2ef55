// Public events: how each is named, what its result looks like, and how to write it down without thinking about commas.

export const eventKinds = ['ssq', 'dlt', 'dice', 'drand', 'nist'] as const;
export type EventKind = (typeof eventKinds)[number];

/// Numbers of a lottery in canonical form ("03,09,12,18,26,31+07") from however they were typed, or null.
function lottery(text: string, first: { count: number; max: number }, second: { count: number; max: number }): string | null {
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  if (numbers.length !== first.count + second.count) return null;
  const front = ascending(numbers.slice(0, first.count), first.max);
  const back = ascending(numbers.slice(first.count), second.max);
  return front && back ? `${front}+${back}` : null;
}

function ascending(numbers: number[], max: number): string | null {
  const sorted = [...numbers].sort((one, other) => one - other);
  if (new Set(sorted).size !== sorted.length || sorted.some((number) => number < 1 || number > max)) return null;
  return sorted.map((number) => String(number).padStart(2, '0')).join(',');
}

/// The canonical content of an event from what was typed, or null when it cannot be one.
export function canonicalContent(kind: string, text: string): string | null {
  if (kind === 'ssq') return lottery(text, { count: 6, max: 33 }, { count: 1, max: 16 });
  if (kind === 'dlt') return lottery(text, { count: 5, max: 35 }, { count: 2, max: 12 });
  if (kind === 'dice') {
    const digits = text.replace(/[\s,，、;；]+/g, '');
    return /^[0-9]{1,256}$/.test(digits) ? digits : null;
  }
  const length = kind === 'nist' ? 128 : 64;
  const hex = text.trim().toLowerCase();
  return hex.length === length && /^[0-9a-f]+$/.test(hex) ? hex : null;
}

/// Chance that can be promised before the event, in bits; dice depend on how many are thrown.
export function promisedBits(kind: string): number {
  return { ssq: 24.1, dlt: 24.4, drand: 256, nist: 512 }[kind] ?? 0;
}

const drawDays: Record<string, number[]> = { ssq: [2, 4, 0], dlt: [1, 3, 6] }; // of the week; at 21:15 and 21:25 in Beijing

/// When the next draw of a lottery is over, as a `datetime-local` value in Beijing time; for anything else in ten minutes,
/// which leaves the time for commitments, sealing and reveals.
export function nextTime(kind: string, now: Date): string {
  const local = new Date(now.getTime() + 8 * 3600 * 1000);
  const days = drawDays[kind];
  if (!days) return new Date(local.getTime() + 600_000).toISOString().slice(0, 16);
  const time = kind === 'ssq' ? '21:15' : '21:25';
  for (let ahead = 0; ahead < 8; ++ahead) {
    const day = new Date(local.getTime() + ahead * 86400 * 1000);
    if (!days.includes(day.getUTCDay())) continue;
    const candidate = `${day.toISOString().slice(0, 10)}T${time}`;
    if (candidate > local.toISOString().slice(0, 16)) return candidate;
  }
  return local.toISOString().slice(0, 16);
}

/// drand's quicknet: one round every three seconds since its genesis.
const quicknet = { chain: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971', genesis: 1692803367, period: 3 };

/// The name of the first round of drand at or after a `datetime-local` value in Beijing time.
export function drandName(local: string): string {
  const seconds = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`) / 1000 - 8 * 3600;
  return Number.isNaN(seconds) ? `${quicknet.chain}/` : `${quicknet.chain}/${Math.max(1, Math.ceil((seconds - quicknet.genesis) / quicknet.period) + 1)}`;
}

/// A suggestion for the name of an event, which people then complete.
export function eventNameFor(kind: string, local: string): string {
  if (kind === 'dice') return 'onsite-1';
  return kind === 'drand' ? drandName(local) : local.slice(0, 4);
}

/// What was typed or pasted for an event: for drand also a relay's whole answer, signature and all.
export function eventRecord(kind: string, text: string): { content: string; signature?: string } | null {
  const signature = kind === 'drand' ? /"signature"\s*:\s*"([0-9a-fA-F]{96}|[0-9a-fA-F]{192})"/.exec(text)?.[1]?.toLowerCase() : undefined;
  const randomness = signature ? (/"randomness"\s*:\s*"([0-9a-fA-F]{64})"/.exec(text)?.[1]?.toLowerCase() ?? null) : canonicalContent(kind, text);
  if (randomness === null) return null;
  return signature ? { content: randomness, signature } : { content: randomness };
}
