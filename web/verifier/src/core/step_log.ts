// Steps 2 and 3: everything is pinned by a digest, and the log is signed and holds every entry.
import { encode, sameBytes, toHex } from './bytes';
import { fileOf, type AttemptFiles, type Bundle } from './bundle';
import type { Context, Finding } from './context';
import { saltedRoot, type SealedList } from './embargo';
import type { Entry } from './entry';
import { hashHex, sealedSeed } from './hash';
import { eachLine } from './lists';
import { Tree } from './merkle';
import { entryIncluded, openCheckpoint, parseProof } from './note';
import { termsOf } from './plan';
import { parsePolicy, quorumReached } from './policy';
import { refuse } from './refusal';
import { listNames } from './seal';

function checkLists(bundle: Bundle, attempt: AttemptFiles): void {
  const { seal, at } = attempt;
  if (seal.drawId !== bundle.plan.drawId) refuse(`${at}seal.json`, 0, '是另一次抽取的', 'belongs to another draw');
  const counts = {
    'exclusions.tsv': attempt.exclusions,
    'frame.tsv': attempt.frame,
    'officers.tsv': attempt.officers,
    'recusals.txt': attempt.recusals,
  };
  for (const name of listNames) {
    const pin = seal.files.get(name);
    if (hashHex(fileOf(bundle.files, at + name)) !== pin?.sha256 || counts[name].text.length !== pin.lines) {
      refuse(at + name, 0, '与 seal.json 中的摘要或行数不符', 'is not the file that seal.json pins');
    }
  }
  const tree = new Tree(attempt.frame.ids.length);
  eachLine(attempt.frame.bytes, (line) => tree.add(line));
  if (toHex(tree.root()) !== seal.frameRoot) {
    refuse(`${at}seal.json`, 0, '名单的树根不符', 'frame_root is not the root of the frame');
  }
}

/** Each entry against the files it pins, counted through the attempts as they come. */
class Pins {
  private sealed = 0;
  readonly seed: string | undefined;

  constructor(private readonly bundle: Bundle) {
    const seed = bundle.files.get('seed.txt');
    this.seed = seed && hashHex(seed);
  }

  check(entry: Entry): void {
    switch (entry.kind) {
      case 'draw.opened':
        return this.require(entry, 'terms', 'plan.json', termsOf(this.bundle.plan));
      case 'frame.sealed':
        this.sealed++;
        this.require(entry, 'plan', 'plan.json', this.digest('plan.json'));
        this.require(entry, 'seal', `${this.at}seal.json`, this.digest(`${this.at}seal.json`));
        return this.require(entry, 'frame_root', `${this.at}frame.tsv`, this.attempt?.seal.frameRoot);
      case 'seed.fixed':
        return this.checkSeed(entry);
      case 'result.sealed':
        return this.checkList(entry, 'result', 'result', 'root');
      case 'assignment.sealed':
        this.checkList(entry, 'slots', 'slots', 'slots_root');
        return this.checkList(entry, 'assignment', 'assignment', 'assignment_root');
      case 'draw.closed':
        return this.require(entry, 'substitutions', 'substitutions.json', this.digest('substitutions.json'));
    }
  }

  private get attempt(): AttemptFiles | undefined {
    return this.bundle.attempts[this.sealed - 1];
  }
  private get at(): string {
    return this.attempt?.at ?? '';
  }
  private digest(name: string): string {
    return hashHex(fileOf(this.bundle.files, name));
  }

  private require(entry: Entry, member: string, file: string, actual: string | undefined): void {
    if (actual === undefined || entry.data.get(member) !== actual) {
      refuse(file, 0, `与 ${entry.file} 记下的 ${member} 不符`, `is not what ${entry.file} pins as ${member}`);
    }
  }

  private checkSeed(entry: Entry): void {
    if (this.seed === undefined) return;
    if (this.bundle.plan.embargo) this.require(entry, 'sealed_seed', 'seed.txt', sealedSeed(this.seed));
    else this.require(entry, 'seed', 'seed.txt', this.seed);
  }

  private checkList(entry: Entry, list: SealedList, member: string, rootMember: string): void {
    const file = `${this.at}${list}.tsv`;
    const bytes = this.bundle.files.get(file);
    if (bytes === undefined) return;
    if (!this.bundle.plan.embargo) return this.require(entry, member, file, hashHex(bytes));
    this.require(entry, rootMember, file, saltedRoot(this.seed ?? '', list, this.sealed, bytes));
  }
}

export function checkDigests(context: Context): Finding {
  const { bundle } = context;
  for (const attempt of bundle.attempts) checkLists(bundle, attempt);
  const pins = new Pins(bundle);
  context.seed = pins.seed;
  bundle.entries.forEach((entry, i) => {
    pins.check(entry);
    context.options.progress?.('digests', i / bundle.entries.length);
  });
  const { size } = bundle.files;
  return { zh: `${size} 个文件的摘要都与记录一致`, en: `${size} files are what was pinned` };
}

export function checkLog(context: Context): Finding {
  const { bundle, options } = context;
  if (!bundle.withLog) return { zh: '没有日志：谁何时确定了什么，未核对', en: 'no log: who fixed what when is not checked' };
  const { plan, files } = bundle;
  const policyFile = fileOf(files, 'log/policy.txt');
  const policy = parsePolicy(policyFile, 'log/policy.txt');
  const plain = encode(`log ${policy.log.text}\nquorum none\n`);
  const asPlanned = plan.policy === undefined ? sameBytes(policyFile, plain) : hashHex(policyFile) === plan.policy;
  if (!asPlanned) refuse('log/policy.txt', 0, '不是 plan.json 所定的见证规则', 'is not the policy of plan.json');
  if (options.logKey !== undefined && options.logKey.trim() !== policy.log.text) {
    refuse('log/policy.txt', 1, '不是您信任的日志', 'is not the log that you believe');
  }
  context.logKey = policy.log.text;
  context.policy = policy;
  const bytes = fileOf(files, 'log/checkpoint');
  const checkpoint = openCheckpoint(bytes, [policy.log, ...policy.witnesses.values()], 'log/checkpoint');
  const { note } = checkpoint;
  if (note.unknown.length > 0) refuse('log/checkpoint', 0, '有规则之外的签名', 'carries a signature that is not in the policy');
  if (checkpoint.origin !== plan.origin || policy.log.name !== plan.origin) {
    refuse('log/checkpoint', 1, '是另一日志的', 'is of another log');
  }
  if (!note.signed.some((one) => one.verifier === policy.log)) {
    refuse('log/checkpoint', 0, '没有日志的签名', 'is not signed by the log');
  }
  if (!quorumReached(policy, note)) refuse('log/checkpoint', 0, '见证不足', 'lacks the quorum of witnesses');
  if (policy.quorum === undefined) {
    context.warn({ zh: '没有外部见证在看着这个日志', en: 'nobody outside watches this log: there is no quorum of witnesses' });
  }
  bundle.entries.forEach((entry, i) => {
    const name = `log/${entry.seq}.tlog-proof`;
    const proof = parseProof(fileOf(files, name), name);
    if (!sameBytes(proof.checkpoint, bytes)) refuse(name, 0, '所附检查点不是 log/checkpoint', 'carries another checkpoint');
    if (proof.index !== entry.seq || !entryIncluded(entry.bytes, proof, checkpoint)) {
      refuse(name, 0, '记录不在日志里', 'does not prove that the entry is in the log');
    }
    options.progress?.('log', i / bundle.entries.length);
  });
  const count = bundle.entries.length;
  return {
    zh: `${count} 条记录都在日志 ${plan.origin}（${checkpoint.size} 条）里，签名有效`,
    en: `${count} entries are in the log ${plan.origin} of ${checkpoint.size}, and it is signed`,
  };
}
