// Step 5: each sealing was seen by the quorum of the policy, and in time (draw-v1 §2.1).
import { encode } from './bytes';
import type { Context, Finding } from './context';
import type { Attempt } from './history';
import { entryIncluded, openCheckpoint, parseProof, type Signature } from './note';
import type { Plan } from './plan';
import { quorumReached, type Policy } from './policy';
import { refuse } from './refusal';

/** The last second at which the first sealing could be seen; dice have no hour of their own. */
function lastSecond(plan: Plan): number {
  const due = plan.events.filter((event) => event.kind !== 'dice').map((event) => event.notBefore);
  return Math.min(...due) / 1_000_000;
}

interface Counted {
  log: Signature[];
  witnesses: Signature[];
  late: string[];
  undated: string[];
}

function count(signed: Signature[], policy: Policy, latest: number): Counted {
  const counted: Counted = { log: [], witnesses: [], late: [], undated: [] };
  for (const one of signed) {
    if (one.verifier === policy.log) counted.log.push(one);
    else if (one.time === undefined || one.time === 0) counted.undated.push(one.verifier.name);
    else if (one.time > latest) counted.late.push(one.verifier.name);
    else counted.witnesses.push(one);
  }
  return counted;
}

function lacking(file: string, counted: Counted): never {
  const names = counted.late.length > 0 ? counted.late : counted.undated;
  if (names.length === 0) refuse(file, 0, '见证不足', 'lacks the quorum of witnesses');
  const [zh, en] =
    counted.late.length > 0 ? ['签名晚于公布的事件时间', 'cosigned after the announced event'] : ['签名没有时间', 'cosigned without a time'];
  refuse(file, 0, `见证不足：${names.join('、')} ${zh}`, `lacks the quorum of witnesses: ${names.join(', ')} ${en}`);
}

/** The cosignatures that make the quorum of one sealing. */
function witnessesOf(plan: Plan, policy: Policy, attempt: Attempt): Signature[] {
  const { entry, proof: text } = attempt.witnessed ?? refuse('log/', 0, '缺少见证', 'is not witnessed');
  const { file } = entry;
  const proof = parseProof(encode(text), file);
  const checkpoint = openCheckpoint(proof.checkpoint, [policy.log, ...policy.witnesses.values()], file);
  const { note } = checkpoint;
  if (note.unknown.length > 0) {
    refuse(file, 0, `有规则之外的签名：${note.unknown.join('、')}`, `carries a signature that is not in the policy: ${note.unknown.join(', ')}`);
  }
  if (checkpoint.origin !== plan.origin) refuse(file, 0, '检查点是另一日志的', 'carries a checkpoint of another log');
  if (proof.index !== attempt.sealed.entry.seq) refuse(file, 0, '证明的不是这次封存', 'proves another entry than this sealing');
  if (checkpoint.size > entry.seq) refuse(file, 0, '检查点比这条记录还新', 'carries a checkpoint newer than itself');
  if (!entryIncluded(attempt.sealed.entry.bytes, proof, checkpoint)) {
    refuse(file, 0, '见证人看到的不是这次封存', 'the witnesses saw another sealing');
  }
  const counted = count(note.signed, policy, attempt.number === 1 ? lastSecond(plan) : Infinity);
  if (counted.log.length === 0) refuse(file, 0, '检查点没有日志的签名', 'carries a checkpoint that the log has not signed');
  if (!quorumReached(policy, { ...note, signed: counted.witnesses })) lacking(file, counted);
  return counted.witnesses;
}

function beijing(seconds: number | undefined): string {
  return new Date(Math.min(((seconds ?? 0) + 8 * 3600) * 1000, 8.64e15)).toISOString().slice(0, 19).replace('T', ' ');
}

export function checkWitnesses(context: Context): Finding {
  const { bundle, history, policy } = context;
  if (!history || !policy) return undefined;
  if (policy.quorum === undefined) return { zh: '约定中没有见证人', en: 'the policy asks for no witnesses' };
  const seen = history.attempts.filter((attempt) => attempt.witnessed);
  if (seen.length === 0) return undefined;
  const told = seen.map((attempt) => {
    const who = witnessesOf(bundle.plan, policy, attempt).map((one) => `${one.verifier.name} ${beijing(one.time)}`);
    return { zh: `第 ${attempt.number} 次封存：${who.join('，')}`, en: `sealing ${attempt.number}: ${who.join(', ')}` };
  });
  return {
    zh: `经见证（北京时间）：${told.map((one) => one.zh).join('；')}`,
    en: `witnessed (Beijing time): ${told.map((one) => one.en).join('; ')}`,
  };
}
