// The files of a published log (log-v1 §1, C2SP tlog-tiles): their names, and entries out of a bundle.
import { refuse } from '../core/refusal';

export const tileWidth = 256;

/** 1234067 → x001/x234/067 */
function numberPath(number: number): string {
  let path = String(number % 1000).padStart(3, '0');
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return path;
}

const withWidth = (path: string, width: number): string => (width === tileWidth ? path : `${path}.p/${width}`);

export function tilePath(level: number, number: number, width: number): string {
  return withWidth(`tile/${level}/${numberPath(number)}`, width);
}

export function bundlePath(number: number, width: number): string {
  return withWidth(`tile/entries/${numberPath(number)}`, width);
}

/** The `width` entries of a bundle, which must end with the last of them. */
export function entriesOf(bytes: Uint8Array, width: number, file: string): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < width) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) refuse(file, 0, `第 ${entries.length + 1} 条被截断`, `ends within entry ${entries.length + 1}`);
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (at !== bytes.length) refuse(file, 0, '末尾有多余的字节', 'has bytes to spare');
  return entries;
}
