// The tree of RFC 9162 §2.1 over SHA-256, and the two checks of its proofs.
import { sameBytes } from './bytes';
import { PrefixedHash, sha256 } from './hash';

const leafHash = new PrefixedHash(Uint8Array.of(0));
const nodeHash = new PrefixedHash(Uint8Array.of(1));
const pair = new Uint8Array(64);

export function leafOf(data: Uint8Array): Uint8Array {
  return leafHash.of(data);
}

export function nodeOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left);
  pair.set(right, 32);
  return nodeHash.of(pair);
}

/** Collects leaves one after the other in one block of memory; a tree of 100,000 leaves is 3.2 MB. */
export class Tree {
  private hashes: Uint8Array;
  private count = 0;
  constructor(expected = 16) {
    this.hashes = new Uint8Array(32 * Math.max(expected, 1));
  }

  add(data: Uint8Array): void {
    if (32 * (this.count + 1) > this.hashes.length) {
      const larger = new Uint8Array(2 * this.hashes.length);
      larger.set(this.hashes);
      this.hashes = larger;
    }
    leafHash.into(data, this.hashes.subarray(32 * this.count, 32 * this.count + 32));
    this.count++;
  }

  /** Pairing level by level, an odd one moving up: the same tree as splitting at powers of two. */
  root(): Uint8Array {
    if (this.count === 0) return sha256(new Uint8Array());
    const level = this.hashes.slice(0, 32 * this.count);
    for (let count = this.count; count > 1; count = Math.ceil(count / 2)) {
      const pairs = count >> 1;
      for (let i = 0; i < pairs; i++) {
        nodeHash.into(level.subarray(64 * i, 64 * i + 64), level.subarray(32 * i, 32 * i + 32));
      }
      if (count % 2 === 1) level.copyWithin(32 * pairs, 32 * (count - 1), 32 * count);
    }
    return level.slice(0, 32);
  }
}

const half = (n: number): number => Math.floor(n / 2);

/** RFC 9162 §2.1.3.2. */
export function includes(index: number, size: number, leaf: Uint8Array, path: Uint8Array[], root: Uint8Array): boolean {
  if (index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const step of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeOf(step, hash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeOf(hash, step);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameBytes(hash, root);
}

/** RFC 9162 §2.1.4.2; an empty path is right only from size 0 or between equal sizes. */
export function consistent(
  from: { size: number; root: Uint8Array },
  to: { size: number; root: Uint8Array },
  path: Uint8Array[],
): boolean {
  if (from.size > to.size) return false;
  if (from.size === to.size) return path.length === 0 && sameBytes(from.root, to.root);
  if (from.size === 0) return path.length === 0;
  const steps = Number.isInteger(Math.log2(from.size)) ? [from.root, ...path] : [...path];
  const first = steps.shift();
  if (first === undefined || path.length === 0) return false;
  let node = from.size - 1;
  let last = to.size - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  let before = first;
  let after = first;
  for (const step of steps) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = nodeOf(step, before);
      after = nodeOf(step, after);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      after = nodeOf(after, step);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && sameBytes(before, from.root) && sameBytes(after, to.root);
}
