// The sample (draw-v1 §7): tickets, quotas, cells, ranks.
import { compareBytes, encode, toHex } from './bytes';
import { derive, PrefixedHash, sha256 } from './hash';
import type { Frame } from './lists';
import type { Quota } from './plan';
import { compareCells, type Cell } from './seal';

export function quotaOf(quota: Quota, objects: number): number {
  if (quota === 'all') return objects;
  if (typeof quota === 'number') return Math.min(quota, objects);
  const under = BigInt(quota.under);
  const share = (BigInt(objects) * BigInt(quota.over) + under - 1n) / under;
  return share < BigInt(objects) ? Number(share) : objects;
}

/** The common offset u of a stratum. */
export function offsetOf(seed: string, stratum: string, objects: number): bigint {
  const word = new DataView(sha256(encode(derive(seed, 'quota') + stratum)).buffer).getBigUint64(0);
  return (word * BigInt(objects)) >> 64n;
}

/** Spreads K over the districts, given in byte order, by systematic rounding. */
export function spread(total: number, counts: number[], offset: bigint): number[] {
  const objects = BigInt(counts.reduce((sum, count) => sum + count, 0));
  const floor = (before: bigint): bigint => (objects === 0n ? 0n : (BigInt(total) * before + offset) / objects);
  let before = 0n;
  return counts.map((count) => {
    const start = floor(before);
    before += BigInt(count);
    return Number(floor(before) - start);
  });
}

export interface FrameCell {
  stratum: string;
  district: string;
  /** Places in the frame. */
  members: number[];
}

/** The cells that occur in a frame, sorted. */
export function cellsOf(frame: Frame, spreads: boolean): FrameCell[] {
  const cells = new Map<string, FrameCell>();
  for (let i = 0; i < frame.ids.length; i++) {
    const stratum = frame.strata[i] ?? '';
    const district = spreads ? (frame.districts[i] ?? '') : '';
    const key = `${stratum}\t${district}`;
    const cell = cells.get(key);
    if (cell) cell.members.push(i);
    else cells.set(key, { stratum, district, members: [i] });
  }
  return [...cells.values()].sort((a, b) => compareBytes(a.stratum, b.stratum) || compareBytes(a.district, b.district));
}

/** k of every cell by the quotas of the strata. */
export function quotasOf(cells: FrameCell[], strata: Map<string, Quota>, spreads: boolean, seed: string): Cell[] {
  const quotas: Cell[] = [];
  for (let at = 0; at < cells.length; ) {
    const stratum = cells[at]?.stratum ?? '';
    const group = cells.slice(at).filter((cell) => cell.stratum === stratum);
    const counts = group.map((cell) => cell.members.length);
    const objects = counts.reduce((sum, count) => sum + count, 0);
    const total = quotaOf(strata.get(stratum) ?? 0, objects);
    const shares = spreads ? spread(total, counts, offsetOf(seed, stratum, objects)) : [total];
    group.forEach((cell, i) => quotas.push({ stratum, district: cell.district, k: shares[i] ?? 0 }));
    at += group.length;
  }
  return quotas.sort(compareCells);
}

/** H(derive("select") ‖ id) of every object of a frame, 32 bytes each. */
export function ticketsOf(frame: Frame, seed: string, progress: (done: number) => void): Uint8Array {
  const hash = new PrefixedHash(encode(derive(seed, 'select')));
  const tickets = new Uint8Array(32 * frame.ids.length);
  const id = new Uint8Array(64);
  for (let i = 0; i < frame.ids.length; i++) {
    const text = frame.ids[i] ?? '';
    for (let c = 0; c < text.length; c++) id[c] = text.charCodeAt(c);
    hash.into(id.subarray(0, text.length), tickets.subarray(32 * i, 32 * i + 32));
    if (i % 8192 === 0) progress(i / frame.ids.length);
  }
  return tickets;
}

interface Drawn {
  place: number;
  ticket: string;
}

/** The lowest `count` of a cell by (ticket, id): first a threshold over 48 bits, then exactly. */
function lowest(cell: FrameCell, count: number, tickets: Uint8Array): Drawn[] {
  const view = new DataView(tickets.buffer, tickets.byteOffset);
  const keys = Float64Array.from(cell.members, (place) => {
    return view.getUint32(32 * place) * 65536 + view.getUint16(32 * place + 4);
  });
  const bar = keys.slice().sort()[count - 1] ?? Infinity;
  const chosen: Drawn[] = [];
  cell.members.forEach((place, i) => {
    if ((keys[i] ?? 0) <= bar) chosen.push({ place, ticket: toHex(tickets.subarray(32 * place, 32 * place + 32)) });
  });
  // Members stand in the order of their ids, and sorting is stable: equal tickets keep it.
  chosen.sort((a, b) => (a.ticket < b.ticket ? -1 : a.ticket > b.ticket ? 1 : 0));
  return chosen.slice(0, count);
}

/** The lines of result.tsv, without line feeds. */
export function draw(frame: Frame, cells: FrameCell[], quotas: Cell[], reserve: number, tickets: Uint8Array): string[] {
  const kept = new Map(quotas.map((cell) => [`${cell.stratum}\t${cell.district}`, cell.k]));
  const lines: string[] = [];
  for (const cell of cells) {
    const key = `${cell.stratum}\t${cell.district}`;
    const k = kept.get(key) ?? 0;
    const count = Math.min(k + reserve, cell.members.length);
    if (count === 0) continue;
    lowest(cell, count, tickets).forEach(({ place, ticket }, i) => {
      lines.push(`${key}\t${i + 1}\t${i < k ? 'S' : 'R'}\t${ticket}\t${frame.ids[place] ?? ''}`);
    });
  }
  return lines;
}
