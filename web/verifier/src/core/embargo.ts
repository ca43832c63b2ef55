// Salted roots (draw-v1 §11): one leaf per line, each with a salt of its own.
import { encode, toHex } from './bytes';
import { derive, PrefixedHash } from './hash';
import { eachLine } from './lists';
import { Tree } from './merkle';

export type SealedList = 'result' | 'slots' | 'assignment';

const bar = 124; // "|"

/** Hex root over the salted lines of a file. */
export function saltedRoot(seed: string, list: SealedList, attempt: number, file: Uint8Array): string {
  const salts = new PrefixedHash(encode(derive(seed, 'salt')));
  const tree = new Tree();
  let leaf = new Uint8Array(256);
  eachLine(file, (line, index) => {
    const salt = toHex(salts.of(encode(`${list}/${attempt}/${index}`))).slice(0, 32);
    if (leaf.length < 33 + line.length) leaf = new Uint8Array(2 * (33 + line.length));
    for (let i = 0; i < 32; i++) leaf[i] = salt.charCodeAt(i);
    leaf[32] = bar;
    leaf.set(line, 33);
    tree.add(leaf.subarray(0, 33 + line.length));
  });
  return toHex(tree.root());
}

/** The leaf data of one line shown with its salt. */
export function saltedLine(salt: string, line: string): Uint8Array {
  return encode(`${salt}|${line}`);
}
