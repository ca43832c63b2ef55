// The assignment (draw-v1 §8), which is defined by its result: among the complete assignments with the smallest sum of
// squared loads, the lexicographically first. Seen as a flow: a slot takes one of its candidates, a job takes an officer
// once. Three passes: fill every slot; even out the loads and price the officers; deal slot by slot, where a candidate
// may be taken if a circle of swaps at no cost leads back to the officer who held the slot. An officer's price is the
// level that nobody reachable from him can relieve; units pass between two officers at no cost only at one price.
import type { Preferences } from './preference';

/** Which officers may take a slot: places in the list of officers, ascending, and the same as bits. */
export interface Candidates {
  list: Int32Array;
  bits: Uint32Array;
}

export function candidatesOf(places: ArrayLike<number>, officers: number): Candidates {
  const bits = new Uint32Array((officers + 31) >> 5);
  const list = Int32Array.from(places);
  for (const place of list) bits[place >> 5] = (bits[place >> 5] ?? 0) | (1 << (place & 31));
  return { list, bits };
}

export function isCandidate(of: Candidates, officer: number): boolean {
  return (((of.bits[officer >> 5] ?? 0) >>> (officer & 31)) & 1) === 1;
}

export interface Job {
  id: string;
  slots: Candidates[];
}

export interface Problem {
  /** By place of the officer. */
  base: number[];
  cap: number[];
  jobs: Job[];
}

/** A path of swaps, and the move that closes it where it is not closed by evening out. */
interface Circle {
  node: number;
  last?: { slot: number; officer: number };
}

/** At the start of a search: no parent. */
const none = -1;

class Solver {
  private readonly officers: number;
  private readonly slots: Candidates[];
  private readonly job: Int32Array;
  private readonly first: Int32Array;
  private readonly holder: Int32Array;
  private readonly load: Int32Array;
  /** Slots an officer holds and may still give up. */
  private readonly held: Set<number>[];
  private readonly frozen: Uint8Array;
  private readonly price: Int32Array;
  private readonly least: Int32Array;
  private readonly most: Int32Array;
  private readonly classes = new Map<number, number[]>();
  // One search: nodes are slots, then officers.
  private readonly parent: Int32Array;
  private readonly taken: Int32Array;
  private readonly seen: Uint32Array;
  private stamp = 0;
  private readonly open: Uint32Array;
  private readonly queue: Int32Array;
  /** Prices at which one officer's unit was already passed to another, for the slot being dealt. */
  private readonly drained = new Set<number>();

  constructor(private readonly problem: Problem) {
    const { jobs, base } = problem;
    this.officers = base.length;
    this.slots = jobs.flatMap((job) => job.slots);
    const count = this.slots.length;
    this.first = new Int32Array(jobs.length + 1);
    jobs.forEach((job, j) => (this.first[j + 1] = (this.first[j] ?? 0) + job.slots.length));
    this.job = new Int32Array(count);
    for (let j = 0; j < jobs.length; j++) this.job.fill(j, this.first[j], this.first[j + 1]);
    this.holder = new Int32Array(count).fill(none);
    this.load = new Int32Array(this.officers);
    this.held = base.map(() => new Set());
    this.frozen = new Uint8Array(count);
    this.price = new Int32Array(this.officers).fill(none);
    this.least = new Int32Array(this.officers);
    this.most = new Int32Array(this.officers);
    this.parent = new Int32Array(count + this.officers);
    this.taken = new Int32Array(count);
    this.seen = new Uint32Array(count + this.officers);
    this.open = new Uint32Array((this.officers + 31) >> 5);
    this.queue = new Int32Array(count + this.officers);
  }

  solve(preferences: Preferences): number[][] | undefined {
    if (!this.fill()) return undefined;
    this.balance();
    const ids = this.problem.jobs.map((job) => job.id);
    for (const job of preferences.dealOrder(ids)) {
      for (let slot = this.from(job); slot < this.from(job + 1); slot++) {
        this.deal(slot, preferences.of(ids[job] ?? '', slot - this.from(job), this.at(slot).list));
      }
    }
    return ids.map((_, job) => Array.from(this.holder.subarray(this.from(job), this.from(job + 1))));
  }

  private from(job: number): number {
    return this.first[job] ?? 0;
  }
  private at(slot: number): Candidates {
    return this.slots[slot] as Candidates;
  }
  private holderOf(slot: number): number {
    return this.holder[slot] ?? none;
  }
  private jobOf(slot: number): number {
    return this.job[slot] ?? 0;
  }
  private loadOf(officer: number): number {
    return this.load[officer] ?? 0;
  }
  private level(officer: number): number {
    return (this.problem.base[officer] ?? 0) + this.loadOf(officer);
  }
  private capOf(officer: number): number {
    return this.problem.cap[officer] ?? 0;
  }
  private priceOf(officer: number): number {
    return this.price[officer] ?? none;
  }
  private node(officer: number): number {
    return this.slots.length + officer;
  }

  /** The slot of this job that the officer holds, or none. */
  private sibling(job: number, officer: number): number {
    for (let slot = this.from(job); slot < this.from(job + 1); slot++) if (this.holder[slot] === officer) return slot;
    return none;
  }

  private put(slot: number, officer: number): void {
    this.holder[slot] = officer;
    this.load[officer] = this.loadOf(officer) + 1;
    this.held[officer]?.add(slot);
  }
  private release(slot: number): void {
    const officer = this.holderOf(slot);
    if (officer === none) return;
    this.load[officer] = this.loadOf(officer) - 1;
    this.held[officer]?.delete(slot);
    this.holder[slot] = none;
  }

  // ---- searching ----

  /** Forgets what was seen; officers of these places may be entered. */
  private begin(enterable: (officer: number) => boolean): void {
    this.stamp++;
    this.open.fill(0);
    for (let i = 0; i < this.officers; i++) if (enterable(i)) this.setOpen(i, true);
  }
  private setOpen(officer: number, open: boolean): void {
    const bit = 1 << (officer & 31);
    const word = this.open[officer >> 5] ?? 0;
    this.open[officer >> 5] = open ? word | bit : word & ~bit;
  }
  private wasSeen(node: number): boolean {
    return this.seen[node] === this.stamp;
  }
  private visit(node: number, parent: number): number {
    this.seen[node] = this.stamp;
    this.parent[node] = parent;
    if (node >= this.slots.length) this.setOpen(node - this.slots.length, false);
    return node;
  }

  /** Where a slot that has to give up its officer can turn: officers not seen yet, and swaps within its job. */
  private expand(slot: number, end: number): number {
    const candidates = this.at(slot);
    const job = this.jobOf(slot);
    for (let other = this.from(job); other < this.from(job + 1); other++) {
      const officer = this.holderOf(other);
      if (other === slot || officer === none || this.frozen[other] || this.wasSeen(other)) continue;
      if (!isCandidate(candidates, officer)) continue;
      this.taken[other] = officer;
      this.queue[end++] = this.visit(other, slot);
    }
    const { bits } = candidates;
    for (let word = 0; word < bits.length; word++) {
      for (let rest = (bits[word] ?? 0) & (this.open[word] ?? 0); rest !== 0; rest &= rest - 1) {
        const officer = 32 * word + 31 - Math.clz32(rest & -rest);
        if (this.sibling(job, officer) !== none) continue;
        this.queue[end++] = this.visit(this.node(officer), slot);
      }
    }
    return end;
  }

  private expandOfficer(officer: number, end: number): number {
    for (const slot of this.held[officer] ?? []) {
      if (!this.wasSeen(slot)) this.queue[end++] = this.visit(slot, this.node(officer));
    }
    return end;
  }

  /** Breadth first from a node to the first officer that `wanted` accepts; what was seen stays marked. */
  private search(start: number, wanted: (officer: number) => boolean): number {
    let end = 0;
    this.queue[end++] = this.visit(start, none);
    for (let at = 0; at < end; at++) {
      const node = this.queue[at] ?? 0;
      if (node < this.slots.length) {
        end = this.expand(node, end);
      } else {
        const officer = node - this.slots.length;
        if (wanted(officer)) return node;
        end = this.expandOfficer(officer, end);
      }
    }
    return none;
  }

  /** Moves every slot on the path that ends at `node`; `last` is a move that closes a circle. */
  private apply(node: number, last?: { slot: number; officer: number }): void {
    const moves = last ? [last] : [];
    for (let at = node; at !== none; ) {
      const parent = this.parent[at] ?? none;
      if (parent !== none && parent < this.slots.length) {
        const officer = at < this.slots.length ? (this.taken[at] ?? none) : at - this.slots.length;
        moves.push({ slot: parent, officer });
      }
      at = parent;
    }
    for (const move of moves) this.release(move.slot);
    for (const move of moves) this.put(move.slot, move.officer);
  }

  // ---- the three passes ----

  private fill(): boolean {
    for (let slot = 0; slot < this.slots.length; slot++) {
      let best = none;
      for (const officer of this.at(slot).list) {
        if (this.loadOf(officer) >= this.capOf(officer) || this.sibling(this.jobOf(slot), officer) !== none) continue;
        if (best === none || this.level(officer) < this.level(best)) best = officer;
      }
      if (best !== none) {
        this.put(slot, best);
        continue;
      }
      this.begin(() => true);
      const end = this.search(slot, (officer) => this.loadOf(officer) < this.capOf(officer));
      if (end === none) return false;
      this.apply(end);
    }
    return true;
  }

  private balance(): void {
    for (;;) {
      let top = none;
      for (let i = 0; i < this.officers; i++) {
        if (this.priceOf(i) === none && (top === none || this.level(i) > this.level(top))) top = i;
      }
      if (top === none) break;
      const level = this.level(top);
      this.begin((officer) => this.priceOf(officer) === none);
      const end = this.search(
        this.node(top),
        (officer) => this.level(officer) <= level - 2 && this.loadOf(officer) < this.capOf(officer),
      );
      if (end !== none) this.apply(end);
      else this.closeClass(level);
    }
    for (let i = 0; i < this.officers; i++) {
      const most = this.priceOf(i) - (this.problem.base[i] ?? 0);
      const clamp = (load: number): number => Math.max(0, Math.min(this.capOf(i), load));
      this.least[i] = clamp(most - 1);
      this.most[i] = clamp(most);
    }
  }

  private closeClass(level: number): void {
    const members = this.classes.get(level) ?? [];
    for (let i = 0; i < this.officers; i++) {
      if (!this.wasSeen(this.node(i))) continue;
      this.price[i] = level;
      members.push(i);
    }
    this.classes.set(level, members);
  }

  private deal(slot: number, preference: Iterable<number>): void {
    const present = this.holderOf(slot);
    this.held[present]?.delete(slot);
    this.frozen[slot] = 1;
    this.begin((officer) => officer !== present);
    this.drained.clear();
    for (const officer of preference) {
      if (officer === present || this.tryFor(slot, officer, present)) break;
    }
    this.held[this.holderOf(slot)]?.delete(slot);
  }

  private tryFor(slot: number, officer: number, present: number): boolean {
    const other = this.sibling(this.jobOf(slot), officer);
    if (other !== none && this.frozen[other]) return false;
    const start = other === none ? this.node(officer) : other;
    if (this.wasSeen(start)) return false;
    const circle = this.circle(start, slot, present);
    if (!circle) return false;
    this.held[present]?.add(slot);
    this.release(slot);
    this.apply(circle.node, circle.last);
    this.put(slot, officer);
    return true;
  }

  /** May `slot` take the officer whose slot is being dealt? */
  private closes(slot: number, forced: number, present: number): boolean {
    if (!isCandidate(this.at(slot), present)) return false;
    const job = this.jobOf(slot);
    const other = this.sibling(job, present);
    return other === none || other === forced;
  }

  /**
   * A way from `start` back to the officer who held `forced`. What was seen without success stays seen for the whole slot:
   * nothing leads back from there.
   */
  private circle(start: number, forced: number, present: number): Circle | undefined {
    let end = 0;
    this.queue[end++] = this.visit(start, none);
    for (let at = 0; at < end; at++) {
      const node = this.queue[at] ?? 0;
      if (node < this.slots.length) {
        if (this.closes(node, forced, present)) return { node, last: { slot: node, officer: present } };
        end = this.expand(node, end);
        continue;
      }
      const officer = node - this.slots.length;
      const price = this.priceOf(officer);
      if (this.loadOf(officer) < (this.most[officer] ?? 0) && !this.drained.has(price)) {
        if (this.priceOf(present) === price && this.mayGive(present)) return { node };
        end = this.drain(price, present, node, end);
      }
      end = this.expandOfficer(officer, end);
    }
    return undefined;
  }

  private mayGive(officer: number): boolean {
    return this.loadOf(officer) > (this.least[officer] ?? 0);
  }

  /** One more for an officer below his price is one less for any officer at the same price. */
  private drain(price: number, present: number, from: number, end: number): number {
    this.drained.add(price);
    for (const giver of this.classes.get(price) ?? []) {
      if (giver === present || this.wasSeen(this.node(giver)) || !this.mayGive(giver)) continue;
      this.queue[end++] = this.visit(this.node(giver), from);
    }
    return end;
  }
}

/** The officers of each job by slot, as places; undefined when no complete assignment exists. */
export function assign(problem: Problem, preferences: Preferences): number[][] | undefined {
  return new Solver(problem).solve(preferences);
}
