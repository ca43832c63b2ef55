// The assignment against its definition, by brute force over all assignments of small instances.
import { describe, expect, it } from 'vitest';

import { assign, candidatesOf, isCandidate, type Problem } from './src/core/assignment';
import { hashHex } from './src/core/hash';
import { Preferences } from './src/core/preference';

/** A small repeatable source of numbers for tests. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

function instance(seed: number): { problem: Problem; seed: string } {
  const next = numbers(seed);
  const officers = 2 + next(5);
  const jobs = 1 + next(4);
  const slots = 1 + next(3);
  const tightness = 1 + next(4);
  const problem: Problem = {
    base: Array.from({ length: officers }, () => next(tightness)),
    cap: Array.from({ length: officers }, () => next(3) + (next(4) === 0 ? 0 : 1)),
    jobs: Array.from({ length: jobs }, (_, j) => ({
      id: `J${j}`,
      slots: Array.from({ length: slots }, () => {
        const places = Array.from({ length: officers }, (_, i) => i).filter(() => next(4) > 0);
        return candidatesOf(places, officers);
      }),
    })),
  };
  return { problem, seed: hashHex(`seed ${seed}`) };
}

/** The lexicographically first of the cheapest, straight from the definition. */
function bruteForce({ base, cap, jobs }: Problem, preferences: Preferences): number[][] | undefined {
  const order = preferences.dealOrder(jobs.map((job) => job.id));
  const slots = order.flatMap((job) => jobs[job]?.slots.map((_, slot) => ({ job, slot })) ?? []);
  const ranked = slots.map(({ job, slot }) => [...preferences.of(jobs[job]?.id ?? '', slot, jobs[job]?.slots[slot]?.list ?? [])]);
  const load = base.map(() => 0);
  const chosen: number[] = [];
  let best: { cost: number; chosen: number[] } | undefined;
  const search = (at: number): void => {
    if (at === slots.length) {
      const cost = base.reduce((sum, b, i) => sum + (b + (load[i] ?? 0)) ** 2, 0);
      if (!best || cost < best.cost) best = { cost, chosen: [...chosen] }; // found in order: the first of equals stays
      return;
    }
    for (const officer of ranked[at] ?? []) {
      const again = slots.some(({ job }, i) => i < at && job === slots[at]?.job && chosen[i] === officer);
      if (again || (load[officer] ?? 0) >= (cap[officer] ?? 0)) continue;
      load[officer] = (load[officer] ?? 0) + 1;
      chosen[at] = officer;
      search(at + 1);
      load[officer] = (load[officer] ?? 0) - 1;
    }
    chosen.length = at;
  };
  search(0);
  if (!best) return undefined;
  const answer = jobs.map((): number[] => []);
  slots.forEach(({ job, slot }, i) => ((answer[job] as number[])[slot] = best?.chosen[i] ?? -1));
  return answer;
}

const cases = Number(process.env.SUNLOT_CASES ?? 1500);

describe('the assignment', () => {
  it(`is what brute force finds, in ${cases} small instances`, () => {
    let complete = 0;
    for (let i = 1; i <= cases; i++) {
      const { problem, seed } = instance(i);
      const preferences = new Preferences(seed);
      const expected = bruteForce(problem, preferences);
      expect(assign(problem, preferences), `instance ${i}`).toEqual(expected);
      if (expected) complete++;
    }
    expect(complete).toBeGreaterThan(cases / 4);
    expect(complete).toBeLessThan(cases);
  }, 600_000);

  it('deals 5,000 jobs of two slots to 200 officers as evenly as can be', () => {
    const next = numbers(7);
    const everyone = candidatesOf(Array.from({ length: 200 }, (_, i) => i), 200);
    const leads = candidatesOf(Array.from({ length: 60 }, (_, i) => 3 * i), 200);
    const problem: Problem = {
      base: Array.from({ length: 200 }, () => next(4)),
      cap: Array.from({ length: 200 }, () => 1000),
      jobs: Array.from({ length: 5000 }, (_, j) => ({ id: `J${j}`, slots: [leads, everyone] })),
    };
    const answer = assign(problem, new Preferences(hashHex('large')));
    const load = [...problem.base];
    for (const officers of answer ?? []) {
      expect(new Set(officers).size).toBe(2);
      expect(isCandidate(leads, officers[0] ?? -1)).toBe(true);
      for (const officer of officers) load[officer] = (load[officer] ?? 0) + 1;
    }
    // 60 leads must serve 5,000 slots, the other 140 share the rest: two levels, each as flat as whole numbers allow.
    const of = (lead: boolean): number[] => load.filter((_, i) => (i % 3 === 0 && i < 180) === lead);
    for (const group of [of(true), of(false)]) expect(Math.max(...group) - Math.min(...group)).toBeLessThanOrEqual(1);
  }, 600_000);
});
