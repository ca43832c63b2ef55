// A whole published log, checked by whoever has its files and its key: every entry, every tile, the root, the log's
// signature and its successors', the witnesses' cosignatures, and that it contains what one saw of it before.
import { decode, fromBase64, sameBytes } from '../core/bytes';
import { parseEntry, type Entry } from '../core/entry';
import { leafOf, nodeOf } from '../core/merkle';
import { decimal, openCheckpoint, parseVerifier, type Verifier } from '../core/note';
import { parsePolicy, quorumReached, type Policy } from '../core/policy';
import { refuse } from '../core/refusal';
import { sha256 } from '../core/hash';
import { bundlePath, entriesOf, tilePath, tileWidth } from './files';
import { parseSm2Verifier } from './sm2';

/** The bytes of a file of the log, or undefined when it has none of that name. */
export type ReadFile = (path: string) => Promise<Uint8Array | undefined>;

export interface LogOptions {
  /** Which log to believe. */
  key: string;
  /** Whose cosignatures the checkpoint must bear. */
  policy?: Uint8Array;
  /** A checkpoint that one kept: the log must go on from it. */
  since?: Uint8Array;
  progress?: (done: number, size: number) => void;
}

export interface LogReport {
  origin: string;
  size: number;
  root: Uint8Array;
  /** Names of those whose signatures hold: the log first; “(SM2)” behind that of its second line. */
  signed: string[];
  /** The key that signs now: another than the one given after a rotation. */
  key: string;
}

/** What fits into memory here: 32 bytes each. */
const mostEntries = 50_000_000;

/** The largest power of two below `n`. */
function middle(n: number): number {
  let half = 1;
  while (half * 2 < n) half *= 2;
  return half;
}

/** All leaf hashes, in one block of memory. */
class Leaves {
  private block: Uint8Array;
  count = 0;
  constructor(expected: number) {
    this.block = new Uint8Array(32 * expected);
  }
  add(hash: Uint8Array): void {
    this.block.set(hash, 32 * this.count++);
  }
  slice(begin: number, end: number): Uint8Array {
    return this.block.subarray(32 * begin, 32 * end);
  }
  /** The root of the leaves [begin, end). */
  root(begin: number, end: number): Uint8Array {
    if (begin === end) return sha256(new Uint8Array());
    if (end - begin === 1) return this.slice(begin, end);
    const split = begin + middle(end - begin);
    return nodeOf(this.root(begin, split), this.root(split, end));
  }
}

class LogCheck {
  private key: Verifier;
  private readonly leaves: Leaves;
  /** Of the second line, as the entries name it; undefined while the log has none. */
  private sm2: Verifier | undefined;
  private readonly rotations: Entry[] = [];
  private time = 0;

  constructor(
    private readonly read: ReadFile,
    private readonly options: LogOptions,
    private readonly claimed: { size: number; root: Uint8Array; note: Uint8Array },
  ) {
    this.key = parseVerifier(options.key);
    if (this.key.type !== 1) refuse('', 0, '不是日志的公钥', 'is not the key of a log');
    this.leaves = new Leaves(claimed.size);
  }

  async run(): Promise<LogReport> {
    await this.readEntries();
    await this.readTiles();
    if (!sameBytes(this.rootAt(this.claimed.size), this.claimed.root)) {
      refuse('checkpoint', 0, '条目得不出检查点里的根', 'the entries do not give the root of the checkpoint');
    }
    await this.followRotations();
    const policy = this.options.policy && parsePolicy(this.options.policy, 'policy');
    const signed = this.openHead(policy);
    this.checkSince();
    return { origin: this.key.name, size: this.claimed.size, root: this.claimed.root, signed, key: this.key.text };
  }

  private rootAt(size: number): Uint8Array {
    return this.leaves.root(0, size);
  }

  private async need(path: string): Promise<Uint8Array> {
    return (await this.read(path)) ?? refuse(path, 0, '没有这个文件', 'is missing');
  }

  /** A tile or bundle at the edge may since have been filled. */
  private async partial(path: (width: number) => string, width: number): Promise<{ file: string; bytes: Uint8Array; width: number }> {
    const bytes = width < tileWidth ? await this.read(path(width)) : undefined;
    if (bytes) return { file: path(width), bytes, width };
    return { file: path(tileWidth), bytes: await this.need(path(tileWidth)), width: tileWidth };
  }

  private async readEntries(): Promise<void> {
    for (let tile = 0; tile * tileWidth < this.claimed.size; tile++) {
      const width = Math.min(tileWidth, this.claimed.size - tile * tileWidth);
      const { file, bytes, width: found } = await this.partial((w) => bundlePath(tile, w), width);
      for (const entry of entriesOf(bytes, found, file).slice(0, width)) this.addEntry(entry, file);
      this.options.progress?.(this.leaves.count, this.claimed.size);
    }
  }

  private addEntry(bytes: Uint8Array, file: string): void {
    const entry = parseEntry(bytes, file);
    const seq = this.leaves.count;
    if (entry.seq !== seq || entry.log !== this.key.name) {
      refuse(file, 0, `第 ${seq} 条的序号或日志名不对`, `entry ${seq} has another number or is of another log`);
    }
    if (entry.time < this.time) refuse(file, 0, `第 ${seq} 条的时间倒退`, `the time of entry ${seq} is before that of the one before`);
    this.time = entry.time;
    if (entry.kind === 'key.rotated') this.rotations.push(entry);
    if (entry.kind === 'log.created' || entry.kind === 'key.created') this.takeSm2(entry, 'vkey_sm2');
    if (entry.kind === 'key.rotated') this.takeSm2(entry, 'new_sm2');
    this.leaves.add(leafOf(bytes));
  }

  private takeSm2(entry: Entry, member: string): void {
    const key = entry.data.get(member);
    this.sm2 = typeof key === 'string' && key !== '' ? parseSm2Verifier(key, entry.file) : undefined;
    if (this.sm2 && this.sm2.name !== this.key.name) refuse(entry.file, 0, 'SM2 公钥是另一份日志的', 'the SM2 key is of another log');
  }

  /** Every level: a hash of level L stands for 256^L leaves. */
  private async readTiles(): Promise<void> {
    let span = 1;
    for (let level = 0; Math.floor(this.claimed.size / span) > 0; level++, span *= tileWidth) {
      const hashes = Math.floor(this.claimed.size / span);
      for (let tile = 0; tile * tileWidth < hashes; tile++) {
        const width = Math.min(tileWidth, hashes - tile * tileWidth);
        const { file, bytes, width: found } = await this.partial((w) => tilePath(level, tile, w), width);
        if (bytes.length !== 32 * found) refuse(file, 0, `应有 ${32 * found} 字节`, `must have ${32 * found} bytes`);
        for (let i = 0; i < width; i++) {
          const first = (tile * tileWidth + i) * span;
          const right = this.leaves.root(first, first + span);
          if (!sameBytes(bytes.subarray(32 * i, 32 * i + 32), right)) {
            refuse(file, 0, `第 ${i} 个哈希不是那些条目的`, `hash ${i} is not that of the entries`);
          }
        }
      }
    }
  }

  /** Trust moves from key to key where the log says so and both keys signed a head that includes it (log-v1 §3). */
  private async followRotations(): Promise<void> {
    for (const entry of this.rotations) {
      const file = `rotations/${entry.seq}.checkpoint`;
      const next = entry.data.get('new');
      if (entry.data.get('old') !== this.key.text || typeof next !== 'string') {
        refuse(entry.file, 0, `第 ${entry.seq} 条更换的不是当前密钥`, `entry ${entry.seq} replaces another key than the present one`);
      }
      const keys = [this.key, parseVerifier(next, entry.file)];
      const head = openCheckpoint(await this.need(file), keys, file);
      if (head.note.signed.length !== 2 || head.origin !== this.key.name || head.size <= entry.seq || head.size > this.claimed.size) {
        refuse(file, 0, '没有新旧两把密钥的签名', 'is not signed by the old key and the new one');
      }
      if (!sameBytes(head.root, this.rootAt(head.size))) refuse(file, 0, '与条目不符', 'does not belong to the entries');
      this.key = keys[1] as Verifier;
    }
  }

  private openHead(policy: Policy | undefined): string[] {
    const head = openCheckpoint(this.claimed.note, [this.key, ...(this.sm2 ? [this.sm2] : []), ...(policy?.witnesses.values() ?? [])], 'checkpoint');
    if (head.size !== this.claimed.size || !sameBytes(head.root, this.claimed.root)) refuse('checkpoint', 0, '不是检查点', 'is not a checkpoint');
    if (head.origin !== this.key.name) refuse('checkpoint', 0, '是另一份日志的检查点', 'is of another log');
    const names = head.note.signed.map((one) => one.verifier);
    if (!names.includes(this.key)) refuse('checkpoint', 0, '没有日志自己的签名', 'is not signed by the log itself');
    if (policy && !quorumReached(policy, head.note)) refuse('checkpoint', 0, '见证人不足', 'lacks the quorum of witnesses');
    return names.map((one) => (one === this.sm2 ? `${one.name} (SM2)` : one.name));
  }

  private checkSince(): void {
    if (!this.options.since) return;
    const keys = [parseVerifier(this.options.key), this.key];
    const before = openCheckpoint(this.options.since, keys.slice(0, keys[0]?.text === keys[1]?.text ? 1 : 2), 'since');
    if (before.origin !== this.key.name) refuse('since', 0, '是另一份日志的检查点', 'is of another log');
    if (before.size > this.claimed.size) {
      refuse('checkpoint', 0, `日志变短了：原有 ${before.size} 条，现有 ${this.claimed.size} 条`, `the log got shorter: ${before.size} entries before, ${this.claimed.size} now`);
    }
    if (!sameBytes(before.root, this.rootAt(before.size))) {
      refuse('checkpoint', 0, `前 ${before.size} 条被改写`, `the first ${before.size} entries are not those that were signed`);
    }
  }
}

/** Size and root as the note has them, before any signature is believed: its signer may be known only after the walk. */
function claim(note: Uint8Array): { size: number; root: Uint8Array; note: Uint8Array } {
  const [, size = '', root = ''] = (decode(note) ?? '').split('\n');
  const count = decimal(size);
  const hash = fromBase64(root);
  if (count === undefined || count > mostEntries || hash?.length !== 32) refuse('checkpoint', 0, '不是检查点', 'is not a checkpoint');
  return { size: count, root: hash, note };
}

/** Throws a Refusal that names the file and what is wrong with it. */
export async function checkLog(read: ReadFile, options: LogOptions): Promise<LogReport> {
  const note = (await read('checkpoint')) ?? refuse('checkpoint', 0, '没有这个文件', 'is missing');
  return new LogCheck(read, options, claim(note)).run();
}
