// Reads a slip (slip.ts) back: the secret or the typed throws on their own line, else the first 64 digits found.
import { findValue } from '@/features/draw/commitment';

export function secretOfSlip(text: string): { secret: string | null; typed: string | null } {
  const typed = /^typed {2,}(.+)$/m.exec(text)?.[1]?.trim() ?? null;
  if (typed !== null) return { secret: null, typed };
  const secret = /^secret {2,}([0-9a-f]{64})$/m.exec(text)?.[1] ?? findValue(text);
  return { secret, typed: null };
}
