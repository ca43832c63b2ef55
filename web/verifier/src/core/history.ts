// What the log says has happened, as the order of draw-v1 §2 read it.
import type { Entry } from './entry';
import type { Quota } from './plan';
import type { Text } from './refusal';

export interface SubstitutionRequest {
  entry: Entry;
  number: number;
  what: 'object' | 'officer';
  line: number;
  slot: number;
  reason: string;
  recused: string[];
  unavailable: string[];
}

export interface Substitution extends SubstitutionRequest {
  attempt: number;
  approved: Entry;
  replacement: number | undefined;
  /** Of an object's replacement; undefined when no reserve was left. */
  officers: string[] | undefined;
  officer: string | undefined;
}

export interface Further {
  kind: 'redraw' | 'extension';
  requested: Entry;
  strata: { label: string; quota: Quota }[];
}

/** sealing.witnessed: that it stands where it may; what its proof is worth is step_witnesses' business. */
export interface WitnessedSealing {
  entry: Entry;
  proof: string;
}

export interface Attempt {
  number: number;
  sealed: { entry: Entry; frameRoot: string; journalSize: number; plan: string; seal: string };
  witnessed: WitnessedSealing | undefined;
  /** What it corrects or extends; undefined for the first. */
  why: Further | undefined;
  /** `pin` is the digest of result.tsv, in mode embargo the root of its salted lines. */
  result: { entry: Entry; pin: string; sample: number; reserve: number } | undefined;
  assignment: { entry: Entry; assignment: string; slots: string } | undefined;
  substitutions: Substitution[];
}

export interface Contribution {
  commitment: string;
  committed: Entry;
  value: string | undefined;
  revealed: Entry | undefined;
}

export interface RecordedEvent {
  entry: Entry;
  content: string;
  signature: string | undefined;
}

export interface History {
  terms: string;
  /** By party id; sealed shares among them. */
  contributions: Map<string, Contribution>;
  rejected: string[];
  delivered: Set<string>;
  events: RecordedEvent[];
  seed: { entry: Entry; pin: string; parties: string[]; dropped: string[] } | undefined;
  attempts: Attempt[];
  /** Approved and not yet sealed. */
  coming: Further | undefined;
  disclosed: number;
  shares: Map<string, string>;
  closed: { entry: Entry; substitutions: string } | undefined;
  voided: Entry | undefined;
  warnings: Text[];
}
