// A value split among trustees (draw-v1 §5.2): Shamir's scheme, byte by byte, over GF(2⁸) with x⁸+x⁴+x³+x+1, and each
// share in a box that only its trustee can open. Pure but for the random source it is given.
import type { Trustees } from '@/api/types';
import { sealBox } from '@/features/draw/sealed_box';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

export interface Deposit {
  trustee: string;
  box: string;
}
export interface TrusteeShare {
  trustee: string;
  share: string;
}
type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;

function times(one: number, other: number): number {
  let product = 0;
  for (let a = one, b = other; b > 0; b >>= 1) {
    if (b & 1) product ^= a;
    a = (a << 1) ^ (a & 0x80 ? 0x11b : 0);
  }
  return product;
}

/// a⁻¹ = a²⁵⁴; 0 has none and is never asked for.
function inverse(number: number): number {
  let power = 1;
  for (let index = 0; index < 254; ++index) power = times(power, number);
  return power;
}

/// One share per trustee, in the order of the list; `coefficients` holds 32 bytes for each power of x from 1.
export function splitValue(value: string, count: number, coefficients: readonly Uint8Array[]): string[] {
  const secret = hexToBytes(value);
  return Array.from({ length: count }, (_, index) => {
    const x = index + 1;
    const share = secret.map((byte, at) => {
      let sum = 0;
      for (let power = coefficients.length - 1; power >= 0; --power) sum = times(sum ^ (coefficients[power]?.[at] ?? 0), x);
      return byte ^ sum;
    });
    return bytesToHex(share);
  });
}

/// The value that exactly these shares give; `places` are their trustees' places in the list, from 1.
export function combineShares(shares: readonly { place: number; share: string }[]): string {
  const out = new Uint8Array(32);
  for (const one of shares) {
    let weight = 1;
    for (const other of shares) if (other.place !== one.place) weight = times(weight, times(other.place, inverse(other.place ^ one.place)));
    hexToBytes(one.share).forEach((byte, at) => (out[at] = (out[at] ?? 0) ^ times(byte, weight)));
  }
  return bytesToHex(out);
}

/// What goes to the server beside the commitment.
export function depositOf(value: string, trustees: Trustees, random: Random = (bytes) => crypto.getRandomValues(bytes)): Deposit[] {
  const coefficients = Array.from({ length: trustees.threshold - 1 }, () => random(new Uint8Array(32)));
  const shares = splitValue(value, trustees.keys.length, coefficients);
  return trustees.keys.map((trustee, index) => ({ trustee: trustee.id, box: sealBox(hexToBytes(shares[index] ?? ''), trustee.key, random(new Uint8Array(32))) }));
}

/// Shares as trustees hand them in: one on each line, "trustee share" in any order of words, or the JSON that
/// `sunlot trustee open` prints. Unknown trustees and spare words are left out; the last of two wins.
export function readShares(text: string, trustees: Trustees): TrusteeShare[] {
  const found = new Map<string, string>();
  const known = new Set(trustees.keys.map((trustee) => trustee.id));
  const pieces = text.match(/[0-9A-Za-z-]+/g) ?? [];
  let trustee = '';
  for (const piece of pieces) {
    if (known.has(piece)) trustee = piece;
    else if (trustee !== '' && /^[0-9a-fA-F]{64}$/.test(piece)) found.set(trustee, piece.toLowerCase());
  }
  return [...found].map(([id, share]) => ({ trustee: id, share })).sort((one, other) => (one.trustee < other.trustee ? -1 : 1));
}

/// Do `threshold` of these shares give the value behind this commitment? Null when there are too few.
export function sharedValue(shares: readonly TrusteeShare[], trustees: Trustees): string | null {
  if (shares.length < trustees.threshold) return null;
  const chosen = shares.slice(0, trustees.threshold);
  return combineShares(chosen.map((one) => ({ place: trustees.keys.findIndex((key) => key.id === one.trustee) + 1, share: one.share })));
}
