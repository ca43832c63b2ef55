// The sealed lists and the lists of the result, each read in its one form (draw-v1 §6–§8). A parsed list keeps its bytes
// and where its lines begin, because trees are built over the lines as they stand.
import { compareBytes, decode } from './bytes';
import { ascending, isLabel, isPlain, isTag } from './members';
import { refuse } from './refusal';

export interface Lines {
  file: string;
  bytes: Uint8Array;
  /** Without their line feeds. */
  text: string[];
}

/** Splits a file of lines. Refuses bytes that are not UTF-8, a missing last line feed, control characters, a BOM. */
export function splitLines(bytes: Uint8Array, file: string): Lines {
  const text = decode(bytes);
  if (text === undefined) refuse(file, 0, '不是 UTF-8', 'is not UTF-8');
  if (text === '') return { file, bytes, text: [] };
  if (!text.endsWith('\n')) refuse(file, 0, '最后一行没有换行', 'the last line has no line feed');
  if (text.startsWith('\ufeff')) refuse(file, 1, '开头有 BOM', 'begins with a byte order mark');
  const lines = text.split('\n');
  lines.pop();
  const bad = text.search(/[^\P{Cc}\n\t]/u);
  if (bad >= 0) refuse(file, text.slice(0, bad).split('\n').length, '含有控制字符', 'contains a control character');
  return { file, bytes, text: lines };
}

/** Calls `use` with the bytes of each line. */
export function eachLine(bytes: Uint8Array, use: (line: Uint8Array, index: number) => void): void {
  let start = 0;
  for (let index = 0; start < bytes.length; index++) {
    let end = bytes.indexOf(10, start);
    if (end < 0) end = bytes.length;
    use(bytes.subarray(start, end), index);
    start = end + 1;
  }
}

function form(lines: Lines, index: number): never {
  refuse(lines.file, index + 1, '这一行的写法不对', 'this line is not in its form');
}

function order(lines: Lines, index: number): never {
  refuse(lines.file, index + 1, '没有按字节序排列，或者重复', 'is not in byte order, or stands there twice');
}

/** Ids are ASCII: JavaScript's own comparison is that of the bytes. */
function requireAscending(lines: Lines, ids: string[]): void {
  for (let i = 1; i < ids.length; i++) if (!((ids[i - 1] ?? '') < (ids[i] ?? ''))) order(lines, i);
}

const objectForm = /^[0-9A-Z._:-]{1,55}$/;
const officerForm = /^[0-9A-Za-z._-]{1,32}$/;

export function isOfficerId(text: string): boolean {
  return officerForm.test(text);
}

/** Labels repeat: each is judged once. */
function labels(): (text: string) => boolean {
  const seen = new Map<string, boolean>();
  return (text) => {
    let good = seen.get(text);
    if (good === undefined) seen.set(text, (good = isLabel(text)));
    return good;
  };
}

export interface Frame extends Lines {
  ids: string[];
  strata: string[];
  districts: string[];
}

export function parseFrame(bytes: Uint8Array, file: string): Frame {
  const lines = splitLines(bytes, file);
  const frame: Frame = { ...lines, ids: [], strata: [], districts: [] };
  const good = labels();
  for (const [index, line] of lines.text.entries()) {
    const [id = '', stratum = '', district, ...rest] = line.split('\t');
    if (district === undefined || rest.length > 0 || !objectForm.test(id) || !good(stratum) || !good(district)) {
      form(lines, index);
    }
    frame.ids.push(id);
    frame.strata.push(stratum);
    frame.districts.push(district);
  }
  requireAscending(lines, frame.ids);
  return frame;
}

export interface Exclusions extends Lines {
  ids: string[];
  refs: number[];
}

export function parseExclusions(bytes: Uint8Array, file: string): Exclusions {
  const lines = splitLines(bytes, file);
  const list: Exclusions = { ...lines, ids: [], refs: [] };
  for (const [index, line] of lines.text.entries()) {
    const parts = /^([0-9A-Z._:-]{1,55})\t[a-z][a-z0-9_]{0,31}\t(0|[1-9][0-9]{0,14})$/.exec(line);
    if (!parts) form(lines, index);
    list.ids.push(parts[1] ?? '');
    list.refs.push(Number(parts[2]));
  }
  requireAscending(lines, list.ids);
  return list;
}

export interface Officer {
  id: string;
  base: number;
  cap: number;
  tags: string[];
}

export interface Officers extends Lines {
  list: Officer[];
  places: Map<string, number>;
}

export function parseOfficers(bytes: Uint8Array, file: string): Officers {
  const lines = splitLines(bytes, file);
  const list = lines.text.map((line, index): Officer => {
    const [id = '', base = '', cap = '', tags, ...rest] = line.split('\t');
    const number = (text: string): number =>
      /^(0|[1-9][0-9]{0,6})$/.test(text) && Number(text) <= 1_000_000 ? Number(text) : form(lines, index);
    if (tags === undefined || rest.length > 0 || !isOfficerId(id)) form(lines, index);
    const names = tags === '' ? [] : tags.split(',');
    if (!names.every(isTag) || !ascending(names, compareBytes)) form(lines, index);
    return { id, base: number(base), cap: number(cap), tags: names };
  });
  requireAscending(
    lines,
    list.map((one) => one.id),
  );
  return { ...lines, list, places: new Map(list.map((one, index) => [one.id, index])) };
}

export function parseRecusals(bytes: Uint8Array, file: string): Lines {
  const lines = splitLines(bytes, file);
  for (const [index, line] of lines.text.entries()) if (!/^[0-9a-f]{64}$/.test(line)) form(lines, index);
  requireAscending(lines, lines.text);
  return lines;
}

export interface ResultRow {
  stratum: string;
  district: string;
  rank: number;
  kind: 'S' | 'R';
  ticket: string;
  id: string;
}

export function parseResultLine(line: string): ResultRow | undefined {
  const [stratum = '', district = '', rank = '', kind, ticket = '', id = '', ...rest] = line.split('\t');
  const good =
    rest.length === 0 &&
    (kind === 'S' || kind === 'R') &&
    /^[1-9][0-9]{0,9}$/.test(rank) &&
    /^[0-9a-f]{64}$/.test(ticket) &&
    objectForm.test(id) &&
    isLabel(stratum) &&
    isLabel(district);
  return good ? { stratum, district, rank: Number(rank), kind, ticket, id } : undefined;
}

export interface ResultList extends Lines {
  rows: ResultRow[];
}

export function parseResult(bytes: Uint8Array, file: string): ResultList {
  const lines = splitLines(bytes, file);
  return { ...lines, rows: lines.text.map((line, index) => parseResultLine(line) ?? form(lines, index)) };
}

export interface SlotLine {
  job: string;
  slot: number;
  /** The candidates as written, joined by commas. */
  officers: string;
}

export interface SlotList extends Lines {
  rows: SlotLine[];
}

export function parseSlots(bytes: Uint8Array, file: string): SlotList {
  const lines = splitLines(bytes, file);
  const rows = lines.text.map((line, index): SlotLine => {
    const [job = '', slot = '', officers, ...rest] = line.split('\t');
    if (officers === undefined || rest.length > 0 || !objectForm.test(job) || !/^(0|[1-9][0-9]?)$/.test(slot)) {
      form(lines, index);
    }
    return { job, slot: Number(slot), officers };
  });
  return { ...lines, rows };
}

export interface AssignmentList extends Lines {
  jobs: string[];
  officers: string[][];
}

export function parseAssignmentLine(line: string): { job: string; officers: string[] } | undefined {
  const [job = '', ...officers] = line.split('\t');
  return objectForm.test(job) && officers.length > 0 && officers.every(isOfficerId) ? { job, officers } : undefined;
}

export function parseAssignment(bytes: Uint8Array, file: string): AssignmentList {
  const lines = splitLines(bytes, file);
  const rows = lines.text.map((line, index) => parseAssignmentLine(line) ?? form(lines, index));
  const list = { ...lines, jobs: rows.map((row) => row.job), officers: rows.map((row) => row.officers) };
  requireAscending(lines, list.jobs);
  return list;
}

/** Every field of seed.txt and the like must be plain; exported for the readers of single texts. */
export const isPlainText = isPlain;
