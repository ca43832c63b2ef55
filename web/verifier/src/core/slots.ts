// slots.tsv against officers.tsv (draw-v1 §8): who may take which slot, and who was left out.
import { candidatesOf, isCandidate, type Candidates, type Job } from './assignment';
import type { Officers, SlotList } from './lists';
import type { Slot } from './plan';
import { refuse } from './refusal';

/** The officers with all tags of a slot. */
export function qualified(officers: Officers, slot: Slot): number[] {
  const places: number[] = [];
  officers.list.forEach((officer, place) => {
    if (slot.tags.every((tag) => officer.tags.includes(tag))) places.push(place);
  });
  return places;
}

interface Whole {
  /** All qualified officers, joined as in slots.tsv. */
  text: string;
  candidates: Candidates;
}

/** Reads lists of candidates; most lists of a slot are alike, and each is read once. */
class CandidateReader {
  private readonly whole: Whole[];
  private readonly read = new Map<string, Candidates>();

  constructor(
    private readonly officers: Officers,
    slots: Slot[],
  ) {
    this.whole = slots.map((slot) => {
      const places = qualified(officers, slot);
      const text = places.map((place) => officers.list[place]?.id).join(',');
      return { text, candidates: candidatesOf(places, officers.list.length) };
    });
  }

  wholeOf(slot: number): Candidates {
    return (this.whole[slot] as Whole).candidates;
  }

  of(slot: number, text: string): Candidates | undefined {
    const whole = this.whole[slot] as Whole;
    if (text === whole.text) return whole.candidates;
    const key = `${slot}\t${text}`;
    const before = this.read.get(key);
    if (before) return before;
    const candidates = this.parse(whole.candidates, text);
    if (candidates) this.read.set(key, candidates);
    return candidates;
  }

  private parse(whole: Candidates, text: string): Candidates | undefined {
    const places: number[] = [];
    for (const id of text === '' ? [] : text.split(',')) {
      const place = this.officers.places.get(id);
      if (place === undefined || place <= (places.at(-1) ?? -1) || !isCandidate(whole, place)) return undefined;
      places.push(place);
    }
    return candidatesOf(places, this.officers.list.length);
  }
}

/** The officers left out of a job; undefined when one of them is in another slot of it. */
function leftOut(whole: Candidates[], slots: Candidates[]): number | undefined {
  const out = new Set<number>();
  slots.forEach((slot, i) => {
    const all = whole[i] as Candidates;
    if (slot === all) return;
    for (const place of all.list) if (!isCandidate(slot, place)) out.add(place);
  });
  for (const place of out) if (slots.some((slot) => isCandidate(slot, place))) return undefined;
  return out.size;
}

export interface Slots {
  jobs: Job[];
  /** (officer, job) pairs left out. */
  leftOut: number;
}

/** Checks every line of slots.tsv; `jobs` sorted. */
export function readSlots(list: SlotList, jobs: string[], slots: Slot[], officers: Officers, recusals: number): Slots {
  const reader = new CandidateReader(officers, slots);
  const whole = slots.map((_, slot) => reader.wholeOf(slot));
  const result: Slots = { jobs: [], leftOut: 0 };
  const wrong = (line: number, zh: string, en: string): never => refuse(list.file, line + 1, zh, en);
  if (list.rows.length !== jobs.length * slots.length) wrong(-1, '岗位的数目不对', 'has not one line per slot of each job');
  jobs.forEach((id, j) => {
    const job: Job = { id, slots: [] };
    for (let slot = 0; slot < slots.length; slot++) {
      const line = j * slots.length + slot;
      const row = list.rows[line];
      if (row?.job !== id || row.slot !== slot) return wrong(line, `应为 ${id} 的第 ${slot} 岗`, `slot ${slot} of ${id} was expected`);
      const candidates = reader.of(slot, row.officers);
      if (!candidates) return wrong(line, '候选人不符合标签，或未排序', 'the candidates lack the tags, or are not sorted');
      job.slots.push(candidates);
    }
    const out = leftOut(whole, job.slots);
    if (out === undefined) {
      return wrong(j * slots.length, '被略去的人又出现在同一户的另一岗', 'someone left out of one slot is in another of the job');
    }
    result.leftOut += out;
    result.jobs.push(job);
  });
  if (result.leftOut > recusals) {
    wrong(-1, `略去了 ${result.leftOut} 对，封存的回避只有 ${recusals} 条`, `leaves out ${result.leftOut} pairs, and ${recusals} recusals were sealed`);
  }
  return result;
}
