// What a reader's browser checks about the log: an entry leads to a checkpoint that the log has signed, one state of the
// log continues another, and the log still continues what this browser has seen of it before. Pure: bytes come from `Log`.
import { encode, fromBase64, fromHex, isHex, sameBytes, toHex } from '../core/bytes';
import { parseEntry } from '../core/entry';
import { consistent, includes, leafOf } from '../core/merkle';
import { openCheckpoint, parseProof, parseVerifier, type Checkpoint, type Verifier } from '../core/note';
import { refuse, type Text } from '../core/refusal';

/** The answers of /api/public/log/…, as far as they are read here. */
export interface Head {
  origin: string;
  size: number;
  root: string;
  checkpoint: string;
  keys: string[];
  witnesses: { name: string; organisation: string; vkey: string | null }[];
}
export interface Proven {
  entry: string;
  leaf: string;
  proof: string;
}
export interface Between {
  from: number;
  to: number;
  from_root: string;
  to_root: string;
  proof: string[];
}
export interface Log {
  head(): Promise<Head>;
  entry(seq: number): Promise<Proven>;
  between(from: number, to: number): Promise<Between>;
}

/** The newest state of the log that this browser has verified. */
export interface Seen {
  size: number;
  root: string;
  keys: string[];
}

export interface Found {
  state: 'passed' | 'failed' | 'warning';
  text: Text;
}
export type Tell = (found: Found) => void;

const passed = (zh: string, en: string): Found => ({ state: 'passed', text: { zh, en } });
const warning = (zh: string, en: string): Found => ({ state: 'warning', text: { zh, en } });

function hash(hex: string): Uint8Array {
  return isHex(hex, 64) ? fromHex(hex) : refuse('', 0, '不是摘要', 'is not a digest');
}

function path(proof: string[]): Uint8Array[] {
  return proof.map((one) => {
    const bytes = fromBase64(one);
    return bytes?.length === 32 ? bytes : refuse('', 0, '证明的写法不对', 'not a proof');
  });
}

function verifiers(head: Head): Verifier[] {
  const witnesses = head.witnesses.flatMap((one) => (one.vkey === null ? [] : [one.vkey]));
  return [...head.keys, ...witnesses].map((key) => parseVerifier(key));
}

/** Opens a checkpoint and says whose signatures hold. */
function opened(note: string, head: Head, tell: Tell): Checkpoint {
  const checkpoint = openCheckpoint(encode(note), verifiers(head), 'checkpoint');
  const own = checkpoint.note.signed.filter((one) => one.verifier.type === 1);
  if (own.length === 0) refuse('checkpoint', 0, '没有本机构日志的签名', 'the log has not signed it');
  if (own.some((one) => one.verifier.name !== checkpoint.origin)) refuse('checkpoint', 0, '名称与签名不符', 'its name is not the signer’s');
  tell(
    passed(
      `检查点由 ${checkpoint.origin} 签名，共 ${checkpoint.size} 条`,
      `the checkpoint is signed by ${checkpoint.origin}: ${checkpoint.size} entries`,
    ),
  );
  const cosigned = checkpoint.note.signed.filter((one) => one.verifier.type === 4);
  for (const one of cosigned) {
    const who = head.witnesses.find((witness) => witness.vkey === one.verifier.text)?.organisation || one.verifier.name;
    const at = beijing(one.time ?? 0);
    tell(passed(`${who} 于 ${at}（北京时间）见证过它`, `${who} cosigned it at ${at} (Beijing time)`));
  }
  if (cosigned.length === 0) tell(warning('没有外部见证人的签名', 'no outside witness has cosigned it'));
  return checkpoint;
}

export function beijing(seconds: number): string {
  return new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

export interface EntryWish {
  seq: number;
  /** The leaf on the reader's paper; empty for none. */
  paper: string;
  /** The bytes that the page shows. */
  shown: string;
}

export async function checkEntry(log: Log, wish: EntryWish, tell: Tell): Promise<{ head: Head; checkpoint: Checkpoint; leaf: string }> {
  const head = await log.head();
  const proven = await log.entry(wish.seq);
  if (wish.shown !== '' && wish.shown !== proven.entry) refuse('', 0, '本页所示的原文与日志给出的不同', 'the page shows other bytes than the log gives');
  const bytes = encode(proven.entry);
  const entry = parseEntry(bytes, 'entry');
  const leaf = leafOf(bytes);
  tell(passed(`原文的叶摘要是 ${toHex(leaf).slice(0, 16)}…`, `the entry’s leaf hash is ${toHex(leaf).slice(0, 16)}…`));
  if (wish.paper !== '') {
    if (wish.paper !== toHex(leaf)) refuse('', 0, '与您文书上的叶摘要不同', 'your paper names another leaf hash');
    tell(passed('与您文书上的叶摘要一致', 'it is the leaf hash on your paper'));
  }
  const proof = parseProof(encode(proven.proof), 'proof');
  const checkpoint = opened(new TextDecoder().decode(proof.checkpoint), head, tell);
  if (entry.seq !== wish.seq || proof.index !== wish.seq) refuse('', 0, '编号不符', 'another number');
  if (entry.log !== checkpoint.origin) refuse('', 0, '这一条属于另一个日志', 'the entry belongs to another log');
  if (!includes(wish.seq, checkpoint.size, leaf, proof.path, checkpoint.root)) refuse('', 0, '收录路径到不了检查点的树根', 'the path does not lead to the root of the checkpoint');
  tell(passed(`第 ${wish.seq} 条确在这份检查点的树里（${proof.path.length} 步）`, `entry ${wish.seq} is in the tree of this checkpoint (${proof.path.length} steps)`));
  return { head, checkpoint, leaf: toHex(leaf) };
}

export interface BetweenWish {
  from: number;
  to: number;
  /** The root that the reader kept of size `from`; empty for none. */
  kept: string;
}

export async function checkBetween(log: Log, wish: BetweenWish, tell: Tell): Promise<{ head: Head; checkpoint: Checkpoint }> {
  const head = await log.head();
  const checkpoint = opened(head.checkpoint, head, tell);
  const between = await log.between(wish.from, wish.to);
  const from = { size: wish.from, root: hash(wish.kept === '' ? between.from_root : wish.kept) };
  const to = { size: wish.to, root: hash(between.to_root) };
  if (between.from !== wish.from || between.to !== wish.to || !consistent(from, to, path(between.proof))) {
    refuse('', 0, '一致性证明不成立：后一个日志不是在前一个后面接着写的', 'the proof does not hold: the later log does not continue the earlier one');
  }
  tell(passed(`${wish.to} 条的日志是在 ${wish.from} 条后面接着写的`, `the log of ${wish.to} entries continues that of ${wish.from}`));
  await continues(log, to, checkpoint);
  tell(passed('它就是今天这份检查点的日志', 'and today’s checkpoint continues it'));
  return { head, checkpoint };
}

interface State {
  size: number;
  root: Uint8Array;
}

async function continues(log: Log, before: State, now: State): Promise<void> {
  if (before.size === now.size) {
    if (!sameBytes(before.root, now.root)) refuse('', 0, '同样条数却是另一个树根：日志分叉', 'the same size and another root: a fork');
    return;
  }
  const answer = await log.between(before.size, now.size);
  if (!consistent(before, now, path(answer.proof))) refuse('', 0, '日志不是接着写的：被改写过', 'the log was rewritten');
}

/** Holds today's log against what this browser saw before; gives what it should remember. */
export async function checkSeen(log: Log, seen: Seen | undefined, today: { head: Head; checkpoint: Checkpoint }, tell: Tell): Promise<Seen> {
  const { head, checkpoint } = today;
  const now: Seen = { size: checkpoint.size, root: toHex(checkpoint.root), keys: head.keys };
  if (seen === undefined) {
    tell(passed('本浏览器已记下这份检查点，下次会与它比对', 'this browser remembers the checkpoint and will compare it next time'));
    return now;
  }
  if (!seen.keys.some((key) => head.keys.includes(key))) {
    tell(warning('日志的公钥与上次不同：请与公布的核对', 'the log’s key is another one than last time: compare it with the published one'));
  }
  const before = { size: seen.size, root: hash(seen.root) };
  const newer = checkpoint.size >= seen.size;
  if (newer) await continues(log, before, checkpoint);
  else await continues(log, checkpoint, before);
  tell(passed(`与本浏览器上次所见（${seen.size} 条）一致，没有改写`, `it agrees with what this browser saw before (${seen.size} entries)`));
  return newer ? now : seen;
}
