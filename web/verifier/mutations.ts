// Changes of a bundle that a forger would make: whole lines, fields, members, files, and plain bytes. Most of them keep the
// files well-formed, so that the later checks have to find them.
import { decode, encode } from './src/core/bytes';
import type { Files } from './src/core/bundle';
import { parseJson, writeJson, type Json } from './src/core/json';

/** A small repeatable source of numbers. */
export class Chance {
  constructor(private state: number) {}
  below(most: number): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 2246822519) + 3266489917) >>> 0;
    return Math.floor((this.state / 4294967296) * most);
  }
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function changeLines(text: string, chance: Chance): string {
  const lines = text.split('\n');
  const at = chance.below(Math.max(lines.length - 1, 1));
  const other = chance.below(Math.max(lines.length - 1, 1));
  switch (chance.below(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[other] ?? '');
      break;
    case 2:
      [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
      break;
    case 3:
      lines[at] = `${lines[at] ?? ''}${chance.of([' ', '\t', '\r', '0', ',', '\u3000'])}`;
      break;
    default:
      lines[at] = changeField(lines[at] ?? '', chance);
  }
  return lines.join('\n');
}

function changeField(line: string, chance: Chance): string {
  const separator = chance.of(['\t', ',', ':', '=', ' ']);
  const fields = line.split(separator);
  const at = chance.below(fields.length);
  const other = chance.below(fields.length);
  if (chance.below(2) === 0) [fields[at], fields[other]] = [fields[other] ?? '', fields[at] ?? ''];
  else fields[at] = changeText(fields[at] ?? '', chance);
  return fields.join(separator);
}

function changeText(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  const one = chance.of(['0', '1', '9', 'a', 'f', 'A', 'Z', '-', ' ', 'é', '审', '\u200b']);
  return chance.below(2) === 0 ? text.slice(0, at) + one + text.slice(at + 1) : text.slice(0, at) + one + text.slice(at);
}

/** Some value inside, changed; written canonically again. */
function changeJson(value: Json, chance: Chance): Json {
  if (typeof value === 'number') return value + chance.of([-1, 1, 2, 1000]);
  if (typeof value === 'string') return chance.below(8) === 0 ? null : changeText(value, chance);
  if (typeof value === 'boolean') return !value;
  if (value === null) return chance.of<Json>([0, '', false]);
  if (Array.isArray(value)) {
    const copy = [...value];
    const at = chance.below(copy.length + 1);
    const kind = chance.below(4);
    if (copy.length === 0 || kind === 0) copy.splice(at, 0, copy[0] ?? 0);
    else if (kind === 1) copy.splice(chance.below(copy.length), 1);
    else copy[at % copy.length] = changeJson(copy[at % copy.length] ?? null, chance);
    return copy;
  }
  const copy = new Map(value);
  const names = [...copy.keys()];
  const name = chance.of(names.length > 0 ? names : ['x']);
  const kind = chance.below(8);
  if (kind === 0) copy.set(changeText(name, chance), copy.get(name) ?? 0);
  else if (kind === 1) copy.delete(name);
  else copy.set(name, changeJson(copy.get(name) ?? null, chance));
  return copy;
}

function changeBytes(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length + 1);
  const kind = chance.below(3);
  if (kind === 0 && bytes.length > 0) return Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + 1 + chance.below(4))]);
  if (kind === 1) return Uint8Array.from([...bytes.slice(0, at), chance.below(256), ...bytes.slice(at)]);
  const copy = bytes.slice();
  if (copy.length > 0) copy[at % copy.length] = chance.below(256);
  return copy;
}

function changeFile(name: string, bytes: Uint8Array, chance: Chance): Uint8Array {
  const kind = chance.below(10);
  if (name.endsWith('.json') && kind < 7) return encode(writeJson(changeJson(parseJson(bytes, name), chance)));
  const text = kind < 8 ? decode(bytes) : undefined;
  return text === undefined ? changeBytes(bytes, chance) : encode(changeLines(text, chance));
}

/** The bundle with one thing changed; undefined when the change came to nothing. */
export function mutate(files: Files, names: string[], chance: Chance): Files | undefined {
  const copy: Files = new Map(files);
  const name = chance.of(names);
  const bytes = files.get(name) as Uint8Array;
  const kind = chance.below(40);
  if (kind === 0) copy.delete(name);
  else if (kind === 1) copy.set(chance.of([`${name}2`, `previous/9/${name}`, 'log/99999.json', 'x']), bytes);
  else if (kind < 6) {
    const other = chance.of(names);
    const theirs = files.get(other) as Uint8Array;
    if (same(bytes, theirs)) return undefined;
    copy.set(name, theirs).set(other, bytes);
  } else {
    const changed = changeFile(name, bytes, chance);
    if (same(changed, bytes)) return undefined;
    copy.set(name, changed);
  }
  return copy;
}
