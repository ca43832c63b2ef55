// The doorstep proof (draw-v1 §11): that a firm was on the list sealed before anyone came, and whose officers stand there.
import { encode, fromHex } from './bytes';
import { saltedLine } from './embargo';
import { parseEntry, type Entry } from './entry';
import { parseJson, type Json } from './json';
import { isOfficerId, parseAssignmentLine, parseResultLine, type ResultRow } from './lists';
import { Members } from './members';
import { includes, leafOf } from './merkle';
import { entryIncluded, openCheckpoint, parsePath, parseProof, parseVerifier, type Verifier } from './note';
import { refuse } from './refusal';

const file = 'doorstep.json';

export interface Doorstep {
  drawId: string;
  attempt: number;
  row: ResultRow;
  officers: string[];
  /** When the list was sealed, by the server's word. */
  sealedAt: string;
  /** Came in for an object that could not be inspected. */
  substituted: boolean;
  replaced: boolean;
  logKey: string;
}

function wrong(zh: string, en: string): never {
  refuse(file, 0, zh, en);
}

/** Entries of one log, all led to one checkpoint. */
class Log {
  private proofText: string | undefined;
  constructor(private readonly verifier: Verifier) {}

  entry(members: Members, kind: string): Entry {
    const bytes = encode(members.text('entry'));
    const entry = parseEntry(bytes, file);
    const proof = parseProof(encode(members.text('proof')), file);
    const text = new TextDecoder().decode(proof.checkpoint);
    this.proofText ??= text;
    if (text !== this.proofText) wrong('各证明所附的检查点不同', 'the proofs carry different checkpoints');
    const checkpoint = openCheckpoint(proof.checkpoint, [this.verifier], file);
    if (checkpoint.origin !== this.verifier.name || entry.log !== checkpoint.origin) {
      wrong('是另一日志的', 'is of another log');
    }
    if (proof.index !== entry.seq || !entryIncluded(bytes, proof, checkpoint)) {
      wrong('记录不在日志里', 'the entry is not in the log');
    }
    if (entry.kind !== kind) wrong(`应为 ${kind}`, `${kind} was expected`);
    return entry;
  }
}

interface Shown {
  entry: Entry;
  data: Members;
  index: number;
  size: number;
  line: string;
}

/** One line of a sealed list, proved to stand under the root that its entry pins. */
function shown(value: Json, log: Log, kind: string, pins: string[], root: string): Shown {
  const members = new Members(value, file, ['entry', 'index', 'line', 'path', 'proof', 'salt', 'size']);
  const entry = log.entry(members, kind);
  const data = new Members(entry.data, file, pins);
  const [index, size, line] = [members.number('index'), members.number('size'), members.text('line')];
  const leaf = leafOf(saltedLine(members.hex('salt', 32), line));
  if (!includes(index, size, leaf, parsePath(members.texts('path'), file), fromHex(data.hex(root)))) {
    wrong('这一行不在封存的名单里', 'the line is not on the sealed list');
  }
  return { entry, data, index, size, line };
}

function sameDraw(a: Entry, b: Entry): void {
  const attempts = [a, b].map((entry) => entry.data.get('attempt'));
  if (a.subject !== b.subject || attempts[0] !== attempts[1]) wrong('不是同一次抽取', 'the entries are not of one draw and attempt');
}

function assigned(proof: Members, log: Log, result: Shown, id: string): string[] {
  const pins = ['assignment_root', 'attempt', 'slots_root'];
  const one = shown(proof.json('assignment'), log, 'assignment.sealed', pins, 'assignment_root');
  sameDraw(result.entry, one.entry);
  if (one.entry.seq <= result.entry.seq) wrong('先后不对', 'the entries are in the wrong order');
  const row = parseAssignmentLine(one.line) ?? wrong('派人的一行写法不对', 'the line of the assignment is not in its form');
  if (row.job !== id) wrong('两行不是同一对象', 'the two lines are of different objects');
  return [...row.officers];
}

function calledUp(proof: Members, log: Log, result: Shown): string[] {
  const members = new Members(proof.json('substitution'), file, ['entry', 'proof']);
  const entry = log.entry(members, 'substitution.approved');
  sameDraw(result.entry, entry);
  const data = new Members(entry.data, file, ['attempt', 'number', 'officers', 'replacement']);
  if (data.number('replacement') !== result.index) wrong('递补的是另一行', 'another line was called up');
  return data.texts('officers', isOfficerId);
}

/** Officer substitutions of this line in turn: what was asked for, then what was approved. */
function replaceOfficers(proof: Members, log: Log, result: Shown, officers: string[]): boolean {
  if (!proof.has('replaced')) return false;
  const list = proof.list('replaced');
  if (list.length === 0 || list.length % 2 !== 0) proof.wrong('replaced');
  let before = 0;
  for (let i = 0; i < list.length; i += 2) {
    const read = (value: Json | undefined, kind: string): Entry => log.entry(new Members(value, file, ['entry', 'proof']), kind);
    const requested = read(list[i], 'substitution.requested');
    const approved = read(list[i + 1], 'substitution.approved');
    for (const entry of [requested, approved]) sameDraw(result.entry, entry);
    const names = ['attempt', 'line', 'number', 'reason', 'slot', 'unavailable', 'what'];
    const ask = new Members(requested.data, file, names);
    const answer = new Members(approved.data, file, ['attempt', 'number'], ['officer']);
    const number = ask.number('number', before + 1);
    const slot = ask.number('slot', 0, officers.length - 1);
    const fits = ask.text('what') === 'officer' && ask.number('line') === result.index;
    if (!fits || answer.number('number') !== number || requested.seq >= approved.seq || requested.actor === approved.actor) {
      wrong('替换人员的记录对不上', 'the entries of an officer substitution do not fit');
    }
    if (answer.has('officer')) officers[slot] = answer.text('officer', isOfficerId);
    before = number;
  }
  return true;
}

/** Refuses whatever does not hold. `logKey`: believe only the log with this key. */
export function checkDoorstep(bytes: Uint8Array, logKey?: string): Doorstep {
  const optional = ['assignment', 'replaced', 'substitution'];
  const proof = new Members(parseJson(bytes, file), file, ['result', 'version', 'vkey'], optional);
  proof.text('version', /^sunlot-doorstep\/v1$/);
  const vkey = proof.text('vkey');
  const verifier = parseVerifier(vkey, file);
  if (verifier.type !== 1) wrong('不是日志的公钥', 'is not the key of a log');
  if (logKey !== undefined && logKey.trim() !== vkey) wrong('不是您信任的日志', 'is not the log that you believe');
  const log = new Log(verifier);
  const result = shown(proof.json('result'), log, 'result.sealed', ['attempt', 'reserve', 'root', 'sample'], 'root');
  if (result.size !== result.data.number('sample') + result.data.number('reserve')) {
    wrong('名单的行数不符', 'the size is not sample + reserve');
  }
  const row = parseResultLine(result.line) ?? wrong('这一行的写法不对', 'the line is not in its form');
  if (proof.has('assignment') === proof.has('substitution')) proof.wrong('assignment');
  const substituted = proof.has('substitution');
  if (!substituted && row.kind !== 'S') wrong('没有抽中这一对象', 'the object was not drawn');
  const officers = substituted ? calledUp(proof, log, result) : assigned(proof, log, result, row.id);
  const replaced = replaceOfficers(proof, log, result, officers);
  const attempt = result.data.number('attempt');
  return { drawId: result.entry.subject, attempt, row, officers, sealedAt: result.entry.at, substituted, replaced, logKey: vkey };
}
