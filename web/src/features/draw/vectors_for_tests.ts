// Where the known answers lie that all implementations share.
import { fileURLToPath } from 'node:url';

export function vectorPath(name: string): string {
  return fileURLToPath(new URL(`../../../../tests/vectors/data/${name}`, import.meta.url));
}
