// What the steps of a verification hand on to each other.
import type { Bundle } from './bundle';
import type { History } from './history';
import type { Job } from './assignment';
import type { Policy } from './policy';
import type { Preferences } from './preference';
import type { Text } from './refusal';
import type { Cell } from './seal';
import type { FrameCell } from './sample';
import type { Standing } from './substitution';

export const steps = [
  'files',
  'digests',
  'log',
  'order',
  'witnesses',
  'contributions',
  'events',
  'lists',
  'sample',
  'slots',
  'assignment',
  'substitutions',
  'redraw',
] as const;
export type Step = (typeof steps)[number];

export interface Options {
  /** Believe only the log with this key. */
  logKey?: string;
  /** The bundle has no log/: arithmetic only. */
  filesOnly?: boolean;
  /** Microseconds since 1970, to tell whether a promised reveal is overdue. */
  now?: number;
  /** Called often; `part` of the step, 0 … 1. */
  progress?: (step: Step, part: number) => void;
}

/** What one attempt comes to, filled in step by step. */
export interface Computed {
  cells: FrameCell[];
  quotas: Cell[] | undefined;
  jobs: Job[];
  leftOut: number;
  /** After its substitutions. */
  standing: Standing | undefined;
  recusedPairs: number;
}

export interface Context {
  bundle: Bundle;
  options: Options;
  history: History | undefined;
  /** Undefined while an embargo lasts, or before the event. */
  seed: string | undefined;
  preferences: Preferences | undefined;
  computed: Computed[];
  logKey: string;
  /** As log/policy.txt has it; undefined without a log. */
  policy: Policy | undefined;
  /** Lines of substitutions.json, as they follow from the log. */
  substitutions: string[];
  warn: (text: Text) => void;
}

/** What a step found, in one sentence; undefined when there was nothing to look at yet. */
export type Finding = Text | undefined;
