// Shamir's scheme byte by byte over GF(2^8) with x^8+x^4+x^3+x+1 (draw-v1 §5.2).

function times(a: number, b: number): number {
  let product = 0;
  for (let x = a, y = b; y > 0; y >>= 1) {
    if (y & 1) product ^= x;
    x = (x << 1) ^ (x & 0x80 ? 0x11b : 0);
  }
  return product;
}

/** a^254, which is the inverse of a ≠ 0. */
function inverse(a: number): number {
  let power = 1;
  for (let i = 0; i < 254; i++) power = times(power, a);
  return power;
}

export interface Point {
  /** Place of the trustee in the list, from 1. */
  at: number;
  share: Uint8Array;
}

/** f(0) of the polynomials through these points, at distinct places. */
export function combine(points: Point[]): Uint8Array {
  const value = new Uint8Array(32);
  for (const { at, share } of points) {
    let weight = 1;
    for (const other of points) {
      if (other.at !== at) weight = times(weight, times(other.at, inverse(other.at ^ at)));
    }
    for (let j = 0; j < 32; j++) value[j] = (value[j] ?? 0) ^ times(share[j] ?? 0, weight);
  }
  return value;
}
