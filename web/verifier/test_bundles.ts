// Reads the bundles of tests/vectors/data for the tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Files } from './src/core/bundle';

export function vectors(name: string): string {
  return fileURLToPath(new URL(`../../tests/vectors/data/${name}`, import.meta.url));
}

export function readFolder(folder: string, at = ''): Files {
  const files: Files = new Map();
  for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
    const name = at === '' ? entry.name : `${at}/${entry.name}`;
    if (entry.isDirectory()) for (const [below, bytes] of readFolder(folder, name)) files.set(below, bytes);
    else files.set(name, new Uint8Array(readFileSync(join(folder, name))));
  }
  return files;
}

/** Bundles with a log, and the exit code each must end with. */
export function bundleNames(): { name: string; exit: number }[] {
  return readdirSync(vectors(''))
    .filter((name) => name.startsWith('bundle_') && existsSync(join(vectors(name), 'log')))
    .sort()
    .map((name) => ({ name, exit: /sealed|void|unfinished/.test(name) ? 3 : 0 }));
}
