// Every "no" of the verifier: what is wrong, in which file and line, in two languages. Nothing else is thrown on purpose.

/** A sentence in both languages. */
export interface Text {
  zh: string;
  en: string;
}

export class Refusal extends Error {
  constructor(
    readonly text: Text,
    /** The file it is about, as named in the bundle; empty when it is about none. */
    readonly file = '',
    /** Counted from 1; 0 when no single line is to blame. */
    readonly line = 0,
  ) {
    super(text.en);
  }
}

export function refuse(file: string, line: number, zh: string, en: string): never {
  throw new Refusal({ zh, en }, file, line);
}

/** "frame.tsv:17", "plan.json" or nothing. */
export function place(refusal: Refusal): string {
  return refusal.line > 0 ? `${refusal.file}:${refusal.line}` : refusal.file;
}
