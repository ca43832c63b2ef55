// Quotas as people write them, and as they travel.
import type { Quota } from '@/api/types';

/// "5%" -> [5,100], "0.5%" -> [5,1000], "1/2" -> [1,2]; null when it is no ratio above 0 and at most 1.
export function parseRatio(text: string): [number, number] | null {
  const clean = text.trim().replace('％', '%').replace('／', '/');
  const percent = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%$/.exec(clean);
  if (percent) {
    const decimals = percent[2] ?? '';
    return fraction(Number((percent[1] ?? '') + decimals), 100 * 10 ** decimals.length);
  }
  const parts = /^(\d{1,7})\s*\/\s*(\d{1,7})$/.exec(clean);
  return parts ? fraction(Number(parts[1]), Number(parts[2])) : null;
}

function fraction(numerator: number, denominator: number): [number, number] | null {
  return numerator > 0 && denominator > 0 && numerator <= denominator ? [numerator, denominator] : null;
}

/// The reverse, as people would write it.
export function showRatio([numerator, denominator]: readonly [number, number]): string {
  const power = Math.log10(denominator);
  if (denominator >= 100 && Number.isInteger(power)) return `${(numerator / (denominator / 100)).toFixed(power - 2)}%`;
  return `${numerator}/${denominator}`;
}

export function showQuota(quota: Quota, all: string): string {
  if (quota === 'all') return all;
  return typeof quota === 'number' ? String(quota) : showRatio(quota.ratio);
}
