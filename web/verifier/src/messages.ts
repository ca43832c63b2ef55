// What a page and the worker say to each other.
import type { Doorstep } from './core/doorstep';
import type { Step } from './core/context';
import type { Text } from './core/refusal';
import type { Report } from './core/verify';

export type Request =
  | { kind: 'zip'; bytes: Uint8Array<ArrayBuffer>; logKey?: string; now: number; rows?: boolean }
  | { kind: 'files'; files: [string, Uint8Array][]; logKey?: string; now: number; rows?: boolean }
  | { kind: 'doorstep'; bytes: Uint8Array; logKey?: string };

export type Answer =
  | { kind: 'progress'; step: Step; title: Text; number: number; of: number; part: number }
  /** `rows`: the lines of result.tsv, if asked for. `titles`: the name of each line's step. */
  | { kind: 'report'; report: Report; titles: Text[]; rows: string[]; milliseconds: number }
  | { kind: 'doorstep'; doorstep: Doorstep }
  | { kind: 'refused'; text: Text }
  | { kind: 'fault'; message: string };
