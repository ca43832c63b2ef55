// Substitution (draw-v1 §9): the visits of an attempt, and who is next in line when an object or an officer drops out.
import { assign, candidatesOf, type Candidates, type Job } from './assignment';
import type { Substitution } from './history';
import { object, writeJson } from './json';
import type { AssignmentList, Officers, ResultList } from './lists';
import type { Slot } from './plan';
import type { Preferences } from './preference';
import { refuse } from './refusal';
import { qualified } from './slots';

export interface AttemptLists {
  officers: Officers;
  result: ResultList;
  /** Candidates of each job by slot. */
  jobs: Job[];
  assignment: AssignmentList;
}

interface Visit {
  officers: string[];
  slots: Candidates[];
}

/** What earlier attempts leave behind for a further one. */
export interface Standing {
  /** Officers of every visit that stands, by object. */
  visits: Map<string, string[]>;
  /** Objects that were cancelled. */
  cancelled: Set<string>;
  /** Objects that were called up as replacements. */
  called: Set<string>;
}

export function nothingStanding(): Standing {
  return { visits: new Map(), cancelled: new Set(), called: new Set() };
}

export class Visits {
  private readonly visits = new Map<string, Visit>();
  readonly cancelled: Set<string>;
  readonly called: Set<string>;
  recusedPairs = 0;

  constructor(
    private readonly lists: AttemptLists,
    private readonly slots: Slot[],
    private readonly preferences: Preferences,
    before: Standing,
  ) {
    this.cancelled = new Set(before.cancelled);
    this.called = new Set(before.called);
    const candidates = new Map(lists.jobs.map((job) => [job.id, job.slots]));
    lists.assignment.jobs.forEach((job, i) => {
      this.visits.set(job, {
        officers: [...(lists.assignment.officers[i] ?? [])],
        slots: candidates.get(job) ?? [],
      });
    });
  }

  standing(): Standing {
    const visits = new Map([...this.visits].map(([id, visit]) => [id, [...visit.officers]]));
    return { visits, cancelled: this.cancelled, called: this.called };
  }

  private object(line: number): string {
    return this.lists.result.rows[line]?.id ?? '';
  }

  private held(): Int32Array {
    const held = new Int32Array(this.lists.officers.list.length);
    for (const visit of this.visits.values()) {
      for (const id of visit.officers) {
        const place = this.lists.officers.places.get(id);
        if (place !== undefined) held[place] = (held[place] ?? 0) + 1;
      }
    }
    return held;
  }

  /** The line of the next reserve of the same cell; undefined when none is left. */
  private nextReserve(line: number): number | undefined {
    const { rows } = this.lists.result;
    const gone = rows[line];
    // Rows stand in the order of cells and ranks: the first that fits has the lowest rank.
    const next = rows.findIndex(
      (row) =>
        row.kind === 'R' &&
        row.stratum === gone?.stratum &&
        row.district === gone.district &&
        !this.visits.has(row.id) &&
        !this.cancelled.has(row.id) &&
        !this.called.has(row.id),
    );
    return next < 0 ? undefined : next;
  }

  private places(one: Substitution, ids: string[]): Set<number> {
    const places = ids.map((id) => this.lists.officers.places.get(id) ?? this.wrong(one, `${id} 不在名单中`, `${id} is not in officers.tsv`));
    return new Set(places);
  }

  private wrong(one: Substitution, zh: string, en: string): never {
    refuse(one.approved.file, 0, zh, en);
  }

  private replaceObject(one: Substitution): void {
    const object = this.object(one.line);
    if (!this.visits.delete(object)) this.wrong(one, '该行不是一次检查', 'the line is not a visit');
    this.cancelled.add(object);
    const recused = this.places(one, one.recused);
    const unavailable = this.places(one, one.unavailable);
    const next = this.nextReserve(one.line);
    if (next !== one.replacement) {
      this.wrong(one, `应由第 ${next ?? '（无）'} 行递补`, `the next in line is line ${next ?? '(none)'}`);
    }
    if (next === undefined) {
      if (recused.size > 0) this.wrong(one, '没有候补时不应有回避', 'recusals without a replacement');
      return;
    }
    const replacement = this.object(next);
    const slots = this.slots.map((slot) =>
      candidatesOf(
        qualified(this.lists.officers, slot).filter((place) => !recused.has(place) && !unavailable.has(place)),
        this.lists.officers.list.length,
      ),
    );
    const officers = this.dealOne({ id: replacement, slots });
    if (!officers || officers.join() !== one.officers?.join()) {
      const expected = officers?.join('、') ?? '无人';
      this.wrong(one, `递补对象应由 ${expected} 检查`, `the officers of the replacement should be ${officers?.join(', ') ?? 'nobody'}`);
    }
    this.called.add(replacement);
    this.recusedPairs += recused.size;
    this.visits.set(replacement, { officers, slots });
  }

  private dealOne(job: Job): string[] | undefined {
    const { list } = this.lists.officers;
    const held = this.held();
    const base = list.map((officer, place) => officer.base + (held[place] ?? 0));
    const cap = list.map((officer, place) => Math.max(0, officer.cap - (held[place] ?? 0)));
    return assign({ base, cap, jobs: [job] }, this.preferences)?.[0]?.map((place) => list[place]?.id ?? '');
  }

  private replaceOfficer(one: Substitution): string {
    const object = this.object(one.line);
    const visit = this.visits.get(object) ?? this.wrong(one, '该行不是一次检查', 'the line is not a visit');
    const present = visit.officers[one.slot] ?? '';
    if (!one.unavailable.includes(present)) this.wrong(one, '该岗的人并非不能去', 'the officer of the slot is not unavailable');
    const unavailable = this.places(
      one,
      one.unavailable.filter((id) => id !== present || this.lists.officers.places.has(id)),
    );
    const next = this.nextOfficer(object, visit, one.slot, unavailable);
    if (next !== one.officer) {
      this.wrong(one, `应由 ${next ?? '（无人）'} 接替`, `the next in line is ${next ?? '(nobody)'}`);
    }
    if (next !== undefined) visit.officers[one.slot] = next;
    return present;
  }

  private nextOfficer(object: string, visit: Visit, slot: number, unavailable: Set<number>): string | undefined {
    const { list, places } = this.lists.officers;
    const held = this.held();
    const level = (place: number): number => (list[place]?.base ?? 0) + (held[place] ?? 0);
    const highest = list.reduce((most, _, place) => Math.max(most, level(place)), 0);
    const order = [...this.preferences.of(object, slot, visit.slots[slot]?.list ?? [])];
    const from = order.indexOf(places.get(visit.officers[slot] ?? '') ?? -1) + 1;
    const free = [...order.slice(from), ...order.slice(0, from)].filter(
      (place) =>
        !unavailable.has(place) &&
        !visit.officers.includes(list[place]?.id ?? '') &&
        (held[place] ?? 0) < (list[place]?.cap ?? 0),
    );
    const first = free.find((place) => level(place) + 1 <= highest);
    if (first !== undefined) return list[first]?.id;
    let best = free[0];
    for (const place of free) if (best !== undefined && level(place) < level(best)) best = place;
    return best === undefined ? undefined : list[best]?.id;
  }

  /** Checks one approved substitution and carries it out; tells who was replaced. */
  apply(one: Substitution): string | undefined {
    if (one.what === 'officer') return this.replaceOfficer(one);
    this.replaceObject(one);
    return undefined;
  }

  /** Its line of substitutions.json. */
  write(one: Substitution, replaced: string | undefined): string {
    const { attempt, line, number, reason, unavailable, what } = one;
    const own =
      what === 'object'
        ? { officers: one.officers, recused: one.recused, replacement: one.replacement }
        : { officer: one.officer, replaced, slot: one.slot };
    return writeJson(object({ attempt, line, number, reason, unavailable, what, ...own }));
  }
}

/** The jobs of an attempt, sorted: the sample without the cancelled, and the replacements that stand. */
export function jobsOf(result: ResultList, before: Standing): string[] {
  const jobs = result.rows.filter((row) => row.kind === 'S' && !before.cancelled.has(row.id)).map((row) => row.id);
  const sampled = new Set(jobs);
  for (const row of result.rows) {
    if (!sampled.has(row.id) && before.called.has(row.id) && before.visits.has(row.id)) jobs.push(row.id);
  }
  return jobs.sort();
}

/** Deals an attempt: jobs that stand keep their officers, the others are assigned. Undefined when that can't be done. */
export function dealAttempt(
  jobs: Job[],
  officers: Officers,
  before: Standing,
  preferences: Preferences,
): Map<string, string[]> | undefined {
  const dealt = new Map<string, string[]>();
  const kept = new Map<string, number>();
  const open: Job[] = [];
  for (const job of jobs) {
    const standing = before.visits.get(job.id);
    if (!standing) {
      open.push(job);
      continue;
    }
    dealt.set(job.id, standing);
    for (const id of standing) kept.set(id, (kept.get(id) ?? 0) + 1);
  }
  const base = officers.list.map((officer) => officer.base + (kept.get(officer.id) ?? 0));
  const cap = officers.list.map((officer) => Math.max(0, officer.cap - (kept.get(officer.id) ?? 0)));
  const answer = assign({ base, cap, jobs: open }, preferences);
  if (!answer) return undefined;
  open.forEach((job, i) => dealt.set(job.id, (answer[i] ?? []).map((place) => officers.list[place]?.id ?? '')));
  return dealt;
}

