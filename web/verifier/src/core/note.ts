// Signed notes, checkpoints, cosignatures and travelling proofs, as written in entry-v1.
import { ed25519 } from '@noble/curves/ed25519.js';

import { decode, encode, fromBase64, joinBytes, sameBytes, toBase64, toHex } from './bytes';
import { sha256 } from './hash';
import { includes, leafOf } from './merkle';
import { refuse } from './refusal';

export interface Verifier {
  name: string;
  /** 1: the log's own signature; 4: a witness's cosignature with its time; 255: the log's SM2 line (log/sm2.ts). */
  type: 1 | 4 | 255;
  id: Uint8Array;
  key: Uint8Array;
  /** As it was written, `name+hex+base64`. */
  text: string;
  /** Checks a signature over the text of a note, where that is not Ed25519. */
  holds?: (message: Uint8Array, signature: Uint8Array) => boolean;
}

export interface Signature {
  verifier: Verifier;
  /** Unix seconds of a cosignature. */
  time: number | undefined;
}

export interface Note {
  text: string;
  signed: Signature[];
  /** Names on lines of keys nobody asked for. */
  unknown: string[];
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
  note: Note;
}

export function isKeyName(name: string): boolean {
  return name !== '' && encode(name).length <= 255 && !/[\s+\p{Z}\p{Cc}\u0085\u180e\u200b]/u.test(name);
}

export function parseVerifier(text: string, file = '', line = 0): Verifier {
  const wrong = (): never => refuse(file, line, '日志公钥的写法不对', 'not a verifier key');
  const [name = '', hex = '', ...rest] = text.split('+'); // base64 may contain "+" too
  const data = fromBase64(rest.join('+'));
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(hex) || data === undefined || data.length !== 33) return wrong();
  const type = data[0];
  if (type !== 1 && type !== 4) return wrong();
  const id = sha256(joinBytes(encode(name), Uint8Array.of(10), data)).slice(0, 4);
  if (toHex(id) !== hex) return wrong();
  return { name, type, id, key: data.slice(1), text };
}

/** Signatures that held before: bundles carry the same checkpoint once per entry. */
const known = new Map<string, boolean>();

export function signatureHolds(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const name = toHex(joinBytes(key, signature, sha256(message)));
  const before = known.get(name);
  if (before !== undefined) return before;
  let holds = false;
  try {
    holds = ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    holds = false; // not a point of the curve
  }
  if (known.size > 4096) known.clear();
  known.set(name, holds);
  return holds;
}

function check(verifier: Verifier, text: string, blob: Uint8Array): number | undefined | false {
  if (verifier.holds) return verifier.holds(encode(text), blob) ? undefined : false;
  if (verifier.type === 1) {
    return blob.length === 64 && signatureHolds(verifier.key, encode(text), blob) ? undefined : false;
  }
  if (blob.length !== 72) return false;
  const time = new DataView(blob.buffer, blob.byteOffset).getBigUint64(0);
  const message = encode(`cosignature/v1\ntime ${time}\n${text}`);
  return signatureHolds(verifier.key, message, blob.subarray(8)) ? Number(time) : false;
}

/** Reads a signed note and checks every signature of a known key. At least one must be there. */
export function openNote(bytes: Uint8Array, verifiers: Verifier[], file: string): Note {
  const whole = decode(bytes);
  if (whole === undefined) refuse(file, 0, '不是 UTF-8', 'is not UTF-8');
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(whole)) refuse(file, 0, '含有控制字符', 'contains a control character');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n')) refuse(file, 0, '不是签名文件', 'is not a signed note');
  const text = whole.slice(0, split + 1);
  const first = text.split('\n').length + 1;
  const note: Note = { text, signed: [], unknown: [] };
  const lines = whole.slice(split + 2, -1).split('\n');
  for (const [index, line] of lines.entries()) {
    const at = first + index;
    const parts = /^— (\S+) (\S+)$/.exec(line);
    const blob = fromBase64(parts?.[2] ?? '');
    if (!parts || !isKeyName(parts[1] ?? '') || blob === undefined || blob.length < 5) {
      refuse(file, at, '签名行的写法不对', 'not a signature line');
    }
    const id = blob.subarray(0, 4);
    const verifier = verifiers.find((one) => one.name === parts[1] && sameBytes(one.id, id));
    if (verifier === undefined) {
      note.unknown.push(parts[1] ?? '');
      continue;
    }
    if (note.signed.some((one) => one.verifier === verifier)) {
      refuse(file, at, `${verifier.name} 签了两次`, `${verifier.name} signs twice`);
    }
    const time = check(verifier, text, blob.subarray(4));
    if (time === false) refuse(file, at, `${verifier.name} 的签名不对`, `the signature of ${verifier.name} is wrong`);
    note.signed.push({ verifier, time });
  }
  if (note.signed.length === 0) refuse(file, 0, '没有已知密钥的签名', 'no known key has signed it');
  return note;
}

/** A canonical decimal number below 2^53; undefined for anything else. */
export function decimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function openCheckpoint(bytes: Uint8Array, verifiers: Verifier[], file: string): Checkpoint {
  const note = openNote(bytes, verifiers, file);
  const [origin = '', size = '', root = '', end, ...rest] = note.text.split('\n');
  const count = decimal(size);
  const hash = fromBase64(root);
  if (origin === '' || count === undefined || hash?.length !== 32 || end !== '' || rest.length > 0) {
    refuse(file, 0, '不是检查点', 'is not a checkpoint');
  }
  return { origin, size: count, root: hash, note };
}

export interface TravellingProof {
  index: number;
  path: Uint8Array[];
  checkpoint: Uint8Array;
}

/** c2sp.org/tlog-proof@v1. The checkpoint is returned as it stands, unchecked. */
export function parseProof(bytes: Uint8Array, file: string): TravellingProof {
  const text = decode(bytes);
  const wrong = (line: number): never => refuse(file, line, '不是日志证明', 'is not a tlog-proof');
  if (text === undefined) return wrong(0);
  const split = text.indexOf('\n\n');
  if (split < 0) return wrong(0);
  const [head, indexLine = '', ...hashes] = text.slice(0, split).split('\n');
  if (head !== 'c2sp.org/tlog-proof@v1') wrong(1);
  const index = decimal(indexLine.startsWith('index ') ? indexLine.slice(6) : '') ?? wrong(2);
  const path = hashes.map((line, i) => {
    const hash = fromBase64(line);
    return hash?.length === 32 ? hash : wrong(i + 3);
  });
  if (path.length > 63) wrong(66);
  return { index, path, checkpoint: encode(text.slice(split + 2)) };
}

/** The inclusion path of a doorstep proof or a why-page: base64 of each hash. */
export function parsePath(items: string[], file: string): Uint8Array[] {
  return items.map((item) => {
    const hash = fromBase64(item);
    return hash?.length === 32 ? hash : refuse(file, 0, '证明路径的写法不对', 'not an inclusion path');
  });
}

export function entryIncluded(entry: Uint8Array, proof: TravellingProof, checkpoint: Checkpoint): boolean {
  return includes(proof.index, checkpoint.size, leafOf(entry), proof.path, checkpoint.root);
}

export function rootText(root: Uint8Array): string {
  return toBase64(root);
}
