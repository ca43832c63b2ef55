// Where chance enters the assignment (draw-v1 §8): the order in which jobs are dealt, and the order in which a slot
// prefers its candidates. Both follow from the seed and the job alone.
import { encode } from './bytes';
import { derive, PrefixedHash } from './hash';

const two64 = 1n << 64n;

/** Unbiased numbers from SHA-256 in counter mode. */
class Numbers {
  private counter = 0;
  private words: bigint[] = [];
  constructor(
    private readonly hash: PrefixedHash,
    private readonly label: string,
  ) {}

  private word(): bigint {
    if (this.words.length === 0) {
      const view = new DataView(this.hash.of(encode(`${this.label}/${this.counter++}`)).buffer);
      for (let at = 24; at >= 0; at -= 8) this.words.push(view.getBigUint64(at));
    }
    return this.words.pop() ?? 0n;
  }

  /** 0 … most − 1, each as likely as the others. */
  below(most: number): number {
    const modulus = BigInt(most);
    const limit = (two64 / modulus) * modulus;
    for (;;) {
      const word = this.word();
      if (word < limit) return Number(word % modulus);
    }
  }
}

export class Preferences {
  private readonly order: PrefixedHash;
  private readonly slot: PrefixedHash;
  constructor(seed: string) {
    this.order = new PrefixedHash(encode(derive(seed, 'assign-order')));
    this.slot = new PrefixedHash(encode(derive(seed, 'assign-slot')));
  }

  /** Places of `jobs` in the order they are dealt. */
  dealOrder(jobs: string[]): number[] {
    const keys = jobs.map((job) => {
      const view = new DataView(this.order.of(encode(job)).buffer);
      return Array.from({ length: 4 }, (_, i) => view.getBigUint64(8 * i));
    });
    const compare = (a: number, b: number): number => {
      for (let i = 0; i < 4; i++) {
        const x = keys[a]?.[i] ?? 0n;
        const y = keys[b]?.[i] ?? 0n;
        if (x !== y) return x < y ? -1 : 1;
      }
      return (jobs[a] ?? '') < (jobs[b] ?? '') ? -1 : 1;
    };
    return jobs.map((_, place) => place).sort(compare);
  }

  /** The candidates from the most to the least preferred, shuffled only as far as they are asked for. */
  *of(job: string, slot: number, candidates: ArrayLike<number>): Generator<number> {
    const numbers = new Numbers(this.slot, `${job}/${slot}`);
    const list = Array.from(candidates);
    for (let t = 0; t < list.length; t++) {
      const r = t + numbers.below(list.length - t);
      const chosen = list[r] ?? 0;
      list[r] = list[t] ?? 0;
      list[t] = chosen;
      yield chosen;
    }
  }
}
