// Steps 11 and 12: substitutions, redraws and extensions.
import { sameBytes } from './bytes';
import { fileOf, requireText, type AttemptFiles } from './bundle';
import type { Context, Finding } from './context';
import { hashHex } from './hash';
import type { Further } from './history';
import { writeJson, object, type Json } from './json';
import type { Quota } from './plan';
import { refuse } from './refusal';
import { quotasOf, type FrameCell } from './sample';
import { compareCells, type Cell } from './seal';

export function checkSubstitutions(context: Context): Finding {
  const { bundle, history } = context;
  if (!history) return undefined;
  bundle.attempts.forEach((attempt, i) => {
    const computed = context.computed[i];
    const pairs = (computed?.leftOut ?? 0) + (computed?.recusedPairs ?? 0);
    if (pairs > attempt.recusals.text.length) {
      refuse(attempt.recusals.file, 0, '略去的人比封存的回避多', 'more pairs were left out than recusals were sealed');
    }
  });
  if (!history.attempts.some((attempt) => attempt.assignment)) return undefined;
  const open = !bundle.plan.embargo || bundle.files.has('seed.txt');
  if (!open) return undefined;
  if (history.closed) {
    const text = `[${context.substitutions.join(',')}]`;
    const bytes = fileOf(bundle.files, 'substitutions.json');
    requireText(bytes, text, 'substitutions.json', '与日志中批准的替换不符', 'is not what the log approved');
  }
  const { length } = context.substitutions;
  return { zh: `${length} 次替补，每次都由两人办理、按次序递补`, en: `${length} substitutions, each by two persons and the next in line` };
}

const keyOf = (cell: { stratum: string; district: string }): string => `${cell.stratum}\t${cell.district}`;

/** The cells of a redraw: quotas kept, lowered only where a cell became smaller, 0 where it is new. */
function keptQuotas(before: Cell[], cells: FrameCell[]): Cell[] {
  const objects = new Map(cells.map((cell) => [keyOf(cell), cell.members.length]));
  const kept = before.map((cell) => ({ ...cell, k: Math.min(cell.k, objects.get(keyOf(cell)) ?? 0) }));
  const known = new Set(before.map(keyOf));
  const fresh = cells.filter((cell) => !known.has(keyOf(cell)));
  return [...kept, ...fresh.map(({ stratum, district }) => ({ stratum, district, k: 0 }))].sort(compareCells);
}

function extendedQuotas(context: Context, before: Cell[], cells: FrameCell[], strata: Map<string, Quota>): Cell[] {
  const { plan } = context.bundle;
  const higher = new Map(quotasOf(cells, strata, plan.spread, context.seed ?? '').map((cell) => [keyOf(cell), cell.k]));
  return before.map((cell) => ({
    ...cell,
    k: strata.has(cell.stratum) ? Math.max(cell.k, higher.get(keyOf(cell)) ?? 0) : cell.k,
  }));
}

function writeCells(cells: Cell[]): string {
  return cells.map((cell) => `${keyOf(cell)}\t${cell.k}`).join('\n');
}

function quotaJson(quota: Quota): Json {
  return typeof quota === 'object' ? object({ ratio: [quota.over, quota.under] }) : quota;
}

function writeStrata(strata: { label: string; quota: Quota }[] | undefined): string {
  return strata ? writeJson(strata.map((one) => object({ label: one.label, quota: quotaJson(one.quota) }))) : '';
}

function checkSeal(context: Context, index: number, why: Further | undefined): void {
  const { bundle, computed } = context;
  const attempt = bundle.attempts[index] as AttemptFiles;
  const before = bundle.attempts[index - 1] as AttemptFiles;
  const { seal } = attempt;
  const file = `${attempt.at}seal.json`;
  if (seal.previous !== hashHex(fileOf(bundle.files, `${before.at}seal.json`))) {
    refuse(file, 0, '没有接上前一次的封存', 'does not follow the seal before it');
  }
  if (why && writeStrata(why.kind === 'extension' ? why.strata : undefined) !== writeStrata(seal.extends)) {
    refuse(file, 0, '追加的配额不是所批准的', 'does not extend what was approved');
  }
  if (seal.extends) requireSameLists(before, attempt);
  const quotas = computed[index - 1]?.quotas;
  const cells = computed[index]?.cells ?? [];
  if (!quotas || (seal.extends && bundle.plan.spread && context.seed === undefined)) return; // sealed until the reveal
  const strata = seal.extends && new Map(seal.extends.map((one) => [one.label, one.quota]));
  if (strata && ![...strata.keys()].every((label) => bundle.plan.strata.has(label))) {
    refuse(file, 0, '追加了计划中没有的层', 'extends a stratum that is not in the plan');
  }
  const expected = strata ? extendedQuotas(context, quotas, cells, strata) : keptQuotas(quotas, cells);
  if (writeCells(expected) !== writeCells(seal.quotas ?? [])) {
    refuse(file, 0, '配额没有保持', 'the quotas are not those that had to be kept');
  }
  if (strata && writeCells(expected) === writeCells(quotas)) refuse(file, 0, '没有一格增加', 'no cell grows');
}

function requireSameLists(before: AttemptFiles, attempt: AttemptFiles): void {
  for (const name of ['frame', 'exclusions'] as const) {
    if (!sameBytes(before[name].bytes, attempt[name].bytes)) {
      refuse(attempt[name].file, 0, '追加抽取不得改动名单', 'an extension may not change it');
    }
  }
}

/** How many lines are only in one of the two. */
function difference(before: string[], after: string[]): [number, number] {
  const [old, now] = [new Set(before), new Set(after)];
  return [after.filter((one) => !old.has(one)).length, before.filter((one) => !now.has(one)).length];
}

function sampled(attempt: AttemptFiles): string[] {
  return (attempt.result?.rows ?? []).filter((row) => row.kind === 'S').map((row) => row.id);
}

export function checkRedraw(context: Context): Finding {
  const { bundle, history } = context;
  const sentences = bundle.attempts.slice(1).map((attempt, i) => {
    checkSeal(context, i + 1, history?.attempts[i + 1]?.why);
    const before = bundle.attempts[i] as AttemptFiles;
    const [added, removed] = difference(before.frame.text, attempt.frame.text);
    const [entered, left] = difference(sampled(before), sampled(attempt));
    const known = attempt.result && before.result;
    return {
      zh: `第 ${attempt.number} 次：名单新增或改动 ${added} 行、去掉 ${removed} 行${known ? `，抽中的进 ${entered} 出 ${left}` : ''}`,
      en: `attempt ${attempt.number}: ${added} lines of the frame new, ${removed} gone${known ? `; ${entered} entered the sample, ${left} left` : ''}`,
    };
  });
  if (sentences.length === 0) return { zh: '没有重抽', en: 'no redraw' };
  return { zh: sentences.map((one) => one.zh).join('；'), en: sentences.map((one) => one.en).join('; ') };
}
