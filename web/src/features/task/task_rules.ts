// A task as the form holds it, and the two conversions between what people type and what is sent.
import type { Parameter, Pool, Quota, Stratum, Task, TaskInput } from '@/api/types';
import { grades } from '@/api/codes';
import { parseRatio, showRatio } from '@/api/quota';

export type QuotaKind = 'ratio' | 'number' | 'all';
export interface StratumForm {
  label: string;
  grades: string[];
  kind: QuotaKind;
  ratio: string;
  number: number;
}
export interface TaskForm extends Omit<TaskInput, 'strata'> {
  strata: StratumForm[];
}

/// Null when the typed ratio is none; the form then shows the hint and sends nothing.
export function quotaOf(stratum: StratumForm): Quota | null {
  if (stratum.kind === 'all') return 'all';
  if (stratum.kind === 'number') return stratum.number;
  const ratio = parseRatio(stratum.ratio);
  return ratio ? { ratio } : null;
}

function stratumForm(stratum: Stratum): StratumForm {
  const { label, quota } = stratum;
  const form: StratumForm = { label, grades: [...stratum.grades], kind: 'all', ratio: '', number: 1 };
  if (quota === 'all') return form;
  if (typeof quota === 'number') return { ...form, kind: 'number', number: quota };
  return { ...form, kind: 'ratio', ratio: showRatio(quota.ratio) };
}

/// Null while some stratum has no valid quota.
export function strataOf(forms: readonly StratumForm[]): Stratum[] | null {
  const strata: Stratum[] = [];
  for (const form of forms) {
    const quota = quotaOf(form);
    if (quota === null) return null;
    strata.push({ label: form.label.trim(), grades: form.grades, quota });
  }
  return strata;
}

export function taskInput(form: TaskForm): TaskInput | null {
  const strata = strataOf(form.strata);
  if (strata === null) return null;
  return form.pool.reinspects ? { ...form, strata, pool: { reinspects: form.pool.reinspects } as Pool } : { ...form, strata };
}

/// The categories of an earlier draw are the strata of its re-inspection, in the order people ask about them.
export const reinspected = ['passed', 'cancelled', 'excluded'] as const;

export function reinspectionStrata(): StratumForm[] {
  const tenth = { grades: [], kind: 'ratio' as const, ratio: '10%', number: 1 };
  return reinspected.map((label) => ({ label, ...tenth }));
}

/// What most county bureaus start from: 5 % of A and ungraded, half of B, all of C, two officers, one inspection a year.
export function emptyTask(from: string, to: string): TaskForm {
  return {
    name: '',
    source: 'plan',
    source_reason: '',
    directed: false,
    period: { from, to },
    items: [],
    pool: { kinds: [], statuses: ['存续'], districts: [], grades: [], categories: [], q: '' },
    exclusions: { annual_cap: 1, window_months: 12, freeze_days: 0 },
    strata: [
      { label: 'A', grades: ['A', '未评'], kind: 'ratio', ratio: '5%', number: 1 },
      { label: 'B', grades: ['B'], kind: 'ratio', ratio: '1/2', number: 1 },
      { label: 'C', grades: ['C'], kind: 'all', ratio: '', number: 1 },
    ],
    spread: false,
    reserve: 2,
    team: [
      { name: 'lead', tags: [] },
      { name: 'second', tags: [] },
    ],
    officer_pool: { units: [], cap: null },
  };
}

/// The bureau's own numbers in place of the usual ones, as they hold today.
export function withParameters(form: TaskForm, parameters: readonly Pick<Parameter, 'name' | 'value'>[]): TaskForm {
  const number = (name: string, usual: number) => Number(parameters.find((one) => one.name === name)?.value ?? usual);
  const { annual_cap, window_months } = form.exclusions;
  const [general, ...rest] = form.strata;
  return {
    ...form,
    exclusions: { ...form.exclusions, annual_cap: number('task.annual_cap', annual_cap), window_months: number('task.window_months', window_months) },
    strata: general ? [{ ...general, ratio: `${number('task.general_percent', 5)}%` }, ...rest] : form.strata,
  };
}

export function taskForm(task: Task): TaskForm {
  const { name, source, source_reason, directed, period, items, exclusions, spread, reserve, team, officer_pool } = task;
  // A re-inspection names an earlier draw and nothing else: the lists it does not have are empty ones to the form.
  const pool = { kinds: [], statuses: [], districts: [], grades: [], categories: [], q: '', ...(task.pool as Partial<Pool>) };
  return { name, source, source_reason, directed, period, items, pool, exclusions: { freeze_days: 0, ...exclusions }, spread, reserve, team, officer_pool, strata: task.strata.map(stratumForm) };
}

/// Grades that are in two strata, and grades in none: the two ways to get strata wrong.
export function gradeProblems(strata: readonly { grades: readonly string[] }[]): { twice: string[]; none: string[] } {
  const count = (grade: string) => strata.filter((stratum) => stratum.grades.includes(grade)).length;
  return { twice: grades.filter((grade) => count(grade) > 1), none: grades.filter((grade) => count(grade) === 0) };
}

/// Names for team slots beyond the first two, as the plan records them.
export function slotName(index: number): string {
  return ['lead', 'second', 'third', 'fourth', 'fifth', 'sixth'][index] ?? `slot-${index + 1}`;
}
