// seal.json (draw-v1 §6, §10): what pins the four lists of an attempt, and the quotas that a further attempt keeps.
import { compareBytes } from './bytes';
import { parseJson, type Json } from './json';
import { isLabel, Members } from './members';
import { drawIdForm, readQuota, type Quota } from './plan';

export const listNames = ['exclusions.tsv', 'frame.tsv', 'officers.tsv', 'recusals.txt'] as const;
export type ListName = (typeof listNames)[number];

export interface Cell {
  stratum: string;
  district: string;
  k: number;
}

export interface Seal {
  drawId: string;
  files: Map<string, { lines: number; sha256: string }>;
  frameRoot: string;
  attempt: number;
  previous: string | undefined;
  quotas: Cell[] | undefined;
  extends: { label: string; quota: Quota }[] | undefined;
}

export function compareCells(a: Cell, b: Cell): number {
  return compareBytes(a.stratum, b.stratum) || compareBytes(a.district, b.district);
}

export function readExtends(items: Json[], where: Members, name: string): { label: string; quota: Quota }[] {
  const strata = items.map((item) => {
    const stratum = new Members(item, where.file, ['label', 'quota']);
    return { label: stratum.text('label', isLabel), quota: readQuota(stratum.json('quota'), stratum) };
  });
  const distinct = new Set(strata.map((one) => one.label)).size === strata.length;
  if (strata.length === 0 || !distinct) where.wrong(name);
  return strata;
}

function readQuotas(seal: Members): Cell[] {
  const cells = seal.list('quotas').map((item) => {
    const cell = new Members(item, seal.file, ['district', 'k', 'stratum']);
    return { stratum: cell.text('stratum', isLabel), district: cell.text('district', isLabel), k: cell.number('k') };
  });
  const sorted = cells.every((cell, i) => {
    const before = cells[i - 1];
    return before === undefined || compareCells(before, cell) < 0;
  });
  if (!sorted) seal.wrong('quotas');
  return cells;
}

function checkSince(seal: Members): void {
  const since = new Members(seal.json('since'), seal.file, ['added', 'draw_id', 'regraded', 'removed']);
  since.text('draw_id', drawIdForm);
  for (const name of ['added', 'regraded', 'removed']) since.number(name);
}

export function parseSeal(bytes: Uint8Array, file: string, attempt: number): Seal {
  const further = attempt > 1 ? ['attempt', 'previous', 'quotas'] : [];
  const optional = attempt > 1 ? ['extends', 'since'] : ['since'];
  const seal = new Members(parseJson(bytes, file), file, ['draw_id', 'files', 'frame_root', ...further], optional);
  const lists = new Members(seal.json('files'), file, [...listNames]);
  const files = new Map(
    listNames.map((name) => {
      const pin = new Members(lists.json(name), file, ['lines', 'sha256']);
      return [name, { lines: pin.number('lines'), sha256: pin.hex('sha256') }];
    }),
  );
  if (attempt > 1) seal.number('attempt', attempt, attempt);
  if (seal.has('since')) checkSince(seal);
  return {
    drawId: seal.text('draw_id'),
    files,
    frameRoot: seal.hex('frame_root'),
    attempt,
    previous: attempt > 1 ? seal.hex('previous') : undefined,
    quotas: attempt > 1 ? readQuotas(seal) : undefined,
    extends: seal.has('extends') ? readExtends(seal.list('extends'), seal, 'extends') : undefined,
  };
}
