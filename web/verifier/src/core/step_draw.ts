// Steps 7 to 10: the lists, the sample, the slots and the assignment, computed again for every attempt.
import { sameBytes } from './bytes';
import { requireText, type AttemptFiles } from './bundle';
import type { Computed, Context, Finding } from './context';
import { refuse } from './refusal';
import { cellsOf, draw, quotasOf, ticketsOf } from './sample';
import { readSlots } from './slots';
import { dealAttempt, jobsOf, nothingStanding, Visits, type Standing } from './substitution';

export function checkLists(context: Context): Finding {
  const { bundle, history } = context;
  if (bundle.attempts.length === 0) return undefined;
  bundle.attempts.forEach((attempt, i) => {
    const { frame, exclusions } = attempt;
    frame.strata.forEach((stratum, line) => {
      if (!bundle.plan.strata.has(stratum)) refuse(frame.file, line + 1, `没有这一层：${stratum}`, `no such stratum: ${stratum}`);
    });
    const inFrame = new Set(frame.ids);
    const size = history?.attempts[i]?.sealed.journalSize;
    exclusions.ids.forEach((id, line) => {
      if (inFrame.has(id)) refuse(exclusions.file, line + 1, '同时在名单里', 'is in the frame as well');
      if (size !== undefined && (exclusions.refs[line] ?? 0) >= size) {
        refuse(exclusions.file, line + 1, '依据晚于封存', 'its ground is later than the sealing');
      }
    });
    const cells = cellsOf(frame, bundle.plan.spread);
    context.computed.push({ cells, quotas: undefined, jobs: [], leftOut: 0, standing: undefined, recusedPairs: 0 });
  });
  const last = bundle.attempts.at(-1);
  const [objects, excluded] = [last?.frame.ids.length ?? 0, last?.exclusions.ids.length ?? 0];
  return { zh: `名单 ${objects} 户，排除 ${excluded} 户`, en: `${objects} objects in the frame, ${excluded} excluded` };
}

function computedOf(context: Context, index: number): Computed {
  return context.computed[index] as Computed;
}

/** k of every cell of an attempt: by the plan, or as its seal says (step 12 looks at that). */
export function setQuotas(context: Context): void {
  const { bundle, seed } = context;
  bundle.attempts.forEach((attempt, i) => {
    const computed = computedOf(context, i);
    if (attempt.number > 1) computed.quotas = attempt.seal.quotas;
    else if (seed !== undefined || !bundle.plan.spread) {
      computed.quotas = quotasOf(computed.cells, bundle.plan.strata, bundle.plan.spread, seed ?? '');
    }
  });
}

export function checkSample(context: Context): Finding {
  const { bundle, seed, history } = context;
  setQuotas(context);
  let before: { attempt: AttemptFiles; tickets: Uint8Array } | undefined;
  let sentence: Finding;
  bundle.attempts.forEach((attempt, i) => {
    if (!attempt.result || seed === undefined) return;
    const same = before && sameBytes(before.attempt.frame.bytes, attempt.frame.bytes);
    const progress = (part: number): void => context.options.progress?.('sample', part);
    const tickets = same && before ? before.tickets : ticketsOf(attempt.frame, seed, progress);
    before = { attempt, tickets };
    const { cells, quotas } = computedOf(context, i);
    const lines = draw(attempt.frame, cells, quotas ?? [], bundle.plan.reserve, tickets);
    const text = lines.map((line) => `${line}\n`).join('');
    requireText(attempt.result.bytes, text, attempt.result.file, '与重新抽取的结果不符', 'is not what the draw gives');
    const sample = attempt.result.rows.filter((row) => row.kind === 'S').length;
    const reserve = lines.length - sample;
    const sealed = history?.attempts[i]?.result;
    if (sealed && (sealed.sample !== sample || sealed.reserve !== reserve)) {
      refuse(sealed.entry.file, 0, '抽中或候补的数目不符', 'the numbers of rows are not those of result.tsv');
    }
    const { length } = attempt.frame.ids;
    sentence = {
      zh: `${length} 个票号全部重算：抽中 ${sample} 户，候补 ${reserve} 户，逐字一致`,
      en: `${length} tickets computed again: ${sample} drawn and ${reserve} in reserve, byte for byte`,
    };
  });
  return sentence;
}

/** The visits that stand before an attempt: those of the last assigned attempt before, after its substitutions. */
export function standingBefore(context: Context, index: number): Standing {
  for (let i = index - 1; i >= 0; i--) {
    const { standing } = computedOf(context, i);
    if (standing) return standing;
  }
  return nothingStanding();
}

/** Carries out the substitutions of an attempt, each checked. */
function substitute(context: Context, index: number): void {
  const { bundle, history, preferences } = context;
  const attempt = bundle.attempts[index];
  if (!attempt?.result || !attempt.assignment || !preferences) return;
  const computed = computedOf(context, index);
  const lists = { officers: attempt.officers, result: attempt.result, jobs: computed.jobs, assignment: attempt.assignment };
  const visits = new Visits(lists, bundle.plan.slots, preferences, standingBefore(context, index));
  for (const one of history?.attempts[index]?.substitutions ?? []) {
    context.substitutions.push(visits.write(one, visits.apply(one)));
  }
  computed.standing = visits.standing();
  computed.recusedPairs = visits.recusedPairs;
}

export function checkSlots(context: Context): Finding {
  const { bundle } = context;
  let sentence: Finding;
  bundle.attempts.forEach((attempt, i) => {
    if (!attempt.slots || !attempt.result || !attempt.assignment) return;
    const computed = computedOf(context, i);
    const jobs = jobsOf(attempt.result, standingBefore(context, i));
    const { text } = attempt.recusals;
    const slots = readSlots(attempt.slots, jobs, bundle.plan.slots, attempt.officers, text.length);
    computed.jobs = slots.jobs;
    computed.leftOut = slots.leftOut;
    requireShape(attempt, jobs, bundle.plan.slots.length);
    substitute(context, i);
    sentence = {
      zh: `${jobs.length} 户的候选人与标签一致，略去 ${slots.leftOut} 对（封存的回避 ${text.length} 条）`,
      en: `candidates of ${jobs.length} jobs follow from tags; ${slots.leftOut} pairs left out, ${text.length} recusals sealed`,
    };
  });
  return sentence;
}

/** assignment.tsv has a line per job, with an officer per slot. */
function requireShape(attempt: AttemptFiles, jobs: string[], slots: number): void {
  const list = attempt.assignment;
  if (!list) return;
  jobs.forEach((job, line) => {
    if (list.jobs[line] !== job || list.officers[line]?.length !== slots) {
      refuse(list.file, line + 1, `应为 ${job} 的一行`, `the line of ${job} was expected`);
    }
  });
  if (list.jobs.length !== jobs.length) refuse(list.file, jobs.length + 1, '行数过多', 'has more lines than jobs');
}

export function checkAssignment(context: Context): Finding {
  const { bundle, preferences } = context;
  let sentence: Finding;
  bundle.attempts.forEach((attempt, i) => {
    const { assignment } = attempt;
    if (!assignment || !preferences) return;
    context.options.progress?.('assignment', 0);
    const { jobs } = computedOf(context, i);
    const dealt = dealAttempt(jobs, attempt.officers, standingBefore(context, i), preferences);
    if (!dealt) refuse(assignment.file, 0, '这些岗位无法全部派满', 'there is no complete assignment');
    const text = jobs.map((job) => `${job.id}\t${(dealt.get(job.id) ?? []).join('\t')}\n`).join('');
    requireText(assignment.bytes, text, assignment.file, '与重新派人的结果不符', 'is not what the assignment gives');
    const visits = jobs.length * bundle.plan.slots.length;
    sentence = { zh: `${visits} 个岗位重新分派，逐字一致`, en: `${visits} slots dealt again, byte for byte` };
  });
  return sentence;
}
