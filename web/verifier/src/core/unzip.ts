// Opens a .zip in memory, carefully: what the central directory lists is what there is; nothing is written anywhere.
// Refused: absolute names, "..", backslashes, empty parts, links, duplicates, encryption, other methods than stored and
// deflate, wrong sizes or checksums, more than 200,000 files or 2 GiB.
import { decode } from './bytes';
import type { Files } from './bundle';
import { refuse } from './refusal';

const mostFiles = 200_000;
const mostBytes = 2 ** 31;
const stored = 0;
const deflated = 8;

/** Four tables, so that four bytes are taken at a time. */
const crcTables = [0, 1, 2, 3].map(() => new Uint32Array(256));
for (const [i, table] of crcTables.entries()) {
  for (let n = 0; n < 256; n++) {
    const before = crcTables[i - 1]?.[n];
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = before === undefined ? c : (before >>> 8) ^ tableAt(crcTables[0], before);
  }
}

function tableAt(table: Uint32Array | undefined, byte: number): number {
  return table?.[byte & 255] ?? 0;
}

function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = crcTables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let crc = 0xffffffff;
  for (let at = 0; at < whole; at += 4) {
    const word = crc ^ view.getUint32(at, true);
    crc = (t3[word & 255] ?? 0) ^ (t2[(word >>> 8) & 255] ?? 0) ^ (t1[(word >>> 16) & 255] ?? 0) ^ (t0[word >>> 24] ?? 0);
  }
  for (const byte of bytes.subarray(whole)) crc = tableAt(t0, crc ^ byte) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Is this a name that stays inside its folder? */
export function isSafeName(name: string): boolean {
  const parts = name.split('/');
  return (
    name !== '' &&
    !name.includes('\\') &&
    !/\p{Cc}/u.test(name) &&
    !/^[A-Za-z]:/.test(name) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

interface Member {
  name: string;
  method: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

function broken(name = ''): never {
  refuse(name, 0, '压缩包已损坏或不受支持', 'the zip archive is damaged, or of a kind that is not read');
}

/** The end record, which must close the archive; its comment must be empty or fit exactly. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65535); at--) {
    if (view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return broken();
}

function readDirectory(bytes: Uint8Array, view: DataView): Member[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count) broken();
  if (count === 0xffff || at === 0xffffffff) broken(); // zip64: no bundle is that large
  const members: Member[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) broken();
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number];
    const name = decode(bytes.subarray(at + 46, at + 46 + nameLength)) ?? broken();
    const mode = view.getUint32(at + 38, true) >>> 16;
    const isLink = (mode & 0o170000) === 0o120000;
    const encrypted = (view.getUint16(at + 8, true) & 1) === 1;
    if (isLink || encrypted) refuse(name, 0, '压缩包里不应有链接或加密文件', 'is a link or encrypted');
    members.push({
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + extra + comment;
  }
  if (at !== end) broken();
  return members;
}

/** Inflates at most `size` bytes: a bomb is stopped, not measured. */
async function inflate(data: Uint8Array<ArrayBuffer>, size: number, name: string): Promise<Uint8Array> {
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (filled + value.length > size) broken(name);
      out.set(value, filled);
      filled += value.length;
    }
  } catch {
    broken(name);
  }
  return filled === size ? out : broken(name);
}

async function readMember(bytes: Uint8Array<ArrayBuffer>, view: DataView, member: Member): Promise<Uint8Array> {
  const { name, offset } = member;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== 0x04034b50) broken(name);
  const nameLength = view.getUint16(offset + 26, true);
  if (decode(bytes.subarray(offset + 30, offset + 30 + nameLength)) !== name) broken(name);
  const start = offset + 30 + nameLength + view.getUint16(offset + 28, true);
  if (start + member.packed > bytes.length) broken(name);
  const packed = bytes.subarray(start, start + member.packed);
  if (member.method !== stored && member.method !== deflated) broken(name);
  if (member.method === stored && member.packed !== member.size) broken(name);
  const data = member.method === stored ? packed : await inflate(packed, member.size, name);
  return crc32(data) === member.crc ? data : broken(name);
}

export async function unzip(bytes: Uint8Array<ArrayBuffer>): Promise<Files> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 22) broken();
  const members = readDirectory(bytes, view);
  const total = members.reduce((sum, member) => sum + member.size, 0);
  if (members.length > mostFiles || total > mostBytes) refuse('', 0, '压缩包过大', 'the archive is too large');
  const files: Files = new Map();
  for (const member of members) {
    if (member.name.endsWith('/') && member.size === 0) continue; // a folder
    if (!isSafeName(member.name)) refuse(member.name, 0, '文件名不安全', 'is not a safe name');
    if (files.has(member.name)) refuse(member.name, 0, '重复', 'stands in the archive twice');
    files.set(member.name, await readMember(bytes, view, member));
  }
  return files;
}
