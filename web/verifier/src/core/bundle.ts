// The files of a bundle (bundle-v1): which there must be, each in its one form, and none besides.
import { encode } from './bytes';
import { parseEntry, type Entry } from './entry';
import {
  parseAssignment,
  parseExclusions,
  parseFrame,
  parseOfficers,
  parseRecusals,
  parseResult,
  parseSlots,
  type AssignmentList,
  type Exclusions,
  type Frame,
  type Lines,
  type Officers,
  type ResultList,
  type SlotList,
} from './lists';
import { decimal } from './note';
import { requirePlan, type Plan } from './plan';
import { refuse } from './refusal';
import { listNames, parseSeal, type Seal } from './seal';

export type Files = Map<string, Uint8Array>;

export interface AttemptFiles {
  number: number;
  /** "" for the last, "previous/<n>/" for those before. */
  at: string;
  seal: Seal;
  frame: Frame;
  exclusions: Exclusions;
  officers: Officers;
  recusals: Lines;
  result: ResultList | undefined;
  slots: SlotList | undefined;
  assignment: AssignmentList | undefined;
}

export interface Bundle {
  files: Files;
  plan: Plan;
  entries: Entry[];
  attempts: AttemptFiles[];
  withLog: boolean;
}

export function fileOf(files: Files, name: string): Uint8Array {
  return files.get(name) ?? refuse(name, 0, '缺少这个文件', 'is missing');
}

function readEntries(files: Files, plan: Plan): Entry[] {
  const entries: Entry[] = [];
  for (const [name, bytes] of files) {
    const seq = /^log\/([0-9]+)\.json$/.exec(name)?.[1];
    if (seq === undefined || decimal(seq) === undefined) continue;
    const entry = parseEntry(bytes, name);
    if (entry.seq !== decimal(seq)) refuse(name, 0, '文件名与序号不符', 'is not the entry its name says');
    if (entry.subject !== plan.drawId) refuse(name, 0, '是另一次抽取的记录', 'is an entry of another draw');
    if (entry.log !== plan.origin) refuse(name, 0, '是另一日志的记录', 'is an entry of another log');
    entries.push(entry);
  }
  return entries.sort((a, b) => a.seq - b.seq);
}

/** What each attempt had, and how far the draw is; counted from the entries, before their order is judged. */
interface Extent {
  /** By attempt: was there a result, an assignment? */
  attempts: { result: boolean; assignment: boolean }[];
  seed: boolean;
  revealed: boolean;
  closed: boolean;
}

function extentOf(plan: Plan, entries: Entry[]): Extent {
  const extent: Extent = { attempts: [], seed: false, revealed: false, closed: false };
  let shares = 0;
  for (const { kind } of entries) {
    const last = extent.attempts.at(-1);
    if (kind === 'frame.sealed') extent.attempts.push({ result: false, assignment: false });
    else if (kind === 'result.sealed' && last) last.result = true;
    else if (kind === 'assignment.sealed' && last) last.assignment = true;
    else if (kind === 'seed.fixed') extent.seed = true;
    else if (kind === 'share.revealed') shares++;
    else if (kind === 'draw.closed') extent.closed = true;
  }
  extent.revealed = plan.embargo && shares >= 2;
  return extent;
}

/** The same for a bundle without log/: what is there. */
function extentOfFiles(plan: Plan, files: Files): Extent {
  const earlier = new Set<number>();
  for (const name of files.keys()) {
    const number = /^previous\/([1-9][0-9]{0,5})\//.exec(name)?.[1];
    if (number !== undefined) earlier.add(Number(number));
  }
  const attempts = [...Array(earlier.size).keys()].map((i) => `previous/${i + 1}/`);
  if (files.has('seal.json')) attempts.push('');
  return {
    attempts: attempts.map((at) => ({
      result: files.has(`${at}result.tsv`),
      assignment: files.has(`${at}assignment.tsv`),
    })),
    seed: files.has('seed.txt'),
    revealed: plan.embargo && files.has('shares.json'),
    closed: files.has('substitutions.json'),
  };
}

function expectedNames(plan: Plan, entries: Entry[], extent: Extent, withLog: boolean): Set<string> {
  const names = new Set(['plan.json']);
  const open = !plan.embargo || extent.revealed;
  if (withLog) {
    for (const entry of entries) names.add(`log/${entry.seq}.json`).add(`log/${entry.seq}.tlog-proof`);
    names.add('log/checkpoint').add('log/policy.txt');
  }
  extent.attempts.forEach((attempt, i) => {
    const at = i + 1 === extent.attempts.length ? '' : `previous/${i + 1}/`;
    for (const name of ['seal.json', ...listNames]) names.add(at + name);
    if (attempt.result && open) names.add(`${at}result.tsv`);
    if (attempt.assignment && open) names.add(`${at}slots.tsv`).add(`${at}assignment.tsv`);
  });
  if (extent.seed && open) names.add('seed.txt');
  if (extent.revealed) names.add('shares.json');
  if (extent.closed) names.add('substitutions.json');
  return names;
}

function readAttempt(files: Files, number: number, at: string): AttemptFiles {
  const get = (name: string): Uint8Array => fileOf(files, at + name);
  const maybe = <T>(name: string, parse: (bytes: Uint8Array, file: string) => T): T | undefined => {
    const bytes = files.get(at + name);
    return bytes && parse(bytes, at + name);
  };
  return {
    number,
    at,
    seal: parseSeal(get('seal.json'), `${at}seal.json`, number),
    frame: parseFrame(get('frame.tsv'), `${at}frame.tsv`),
    exclusions: parseExclusions(get('exclusions.tsv'), `${at}exclusions.tsv`),
    officers: parseOfficers(get('officers.tsv'), `${at}officers.tsv`),
    recusals: parseRecusals(get('recusals.txt'), `${at}recusals.txt`),
    result: maybe('result.tsv', parseResult),
    slots: maybe('slots.tsv', parseSlots),
    assignment: maybe('assignment.tsv', parseAssignment),
  };
}

export function readBundle(files: Files, filesOnly: boolean): Bundle {
  const plan = requirePlan(files.get('plan.json'));
  const withLog = !filesOnly;
  const entries = withLog ? readEntries(files, plan) : [];
  if (withLog && entries.length === 0) refuse('log/', 0, '没有日志', 'there is no log');
  const extent = withLog ? extentOf(plan, entries) : extentOfFiles(plan, files);
  const expected = expectedNames(plan, entries, extent, withLog);
  for (const name of expected) fileOf(files, name);
  for (const name of files.keys()) if (!expected.has(name)) refuse(name, 0, '不应有这个文件', 'does not belong here');
  const attempts = extent.attempts.map((_, i) =>
    readAttempt(files, i + 1, i + 1 === extent.attempts.length ? '' : `previous/${i + 1}/`),
  );
  return { files, plan, entries, attempts, withLog };
}

/** Exactly these bytes, or the first line that differs is named. */
export function requireText(actual: Uint8Array, expected: string, file: string, zh: string, en: string): void {
  const bytes = encode(expected);
  let at = 0;
  while (at < bytes.length && bytes[at] === actual[at]) at++;
  if (at === bytes.length && at === actual.length) return;
  let line = 1;
  for (let i = 0; i < at; i++) if (actual[i] === 10) line++;
  refuse(file, line, zh, en);
}
