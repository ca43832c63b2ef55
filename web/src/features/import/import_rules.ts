// What the wizard decides by itself; everything about the rows is decided by the server.
import type { ImportColumn, ImportField, ImportKind, ImportView } from '@/api/types';

/// Which field each column goes to, by column index.
export type Mapping = Record<number, string | null>;

export function mappingOf(columns: readonly ImportColumn[]): Mapping {
  return Object.fromEntries(columns.map((column) => [column.index, column.field]));
}

export function sameMapping(one: Mapping, other: Mapping): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => (one[Number(key)] ?? null) === (other[Number(key)] ?? null));
}

/// The body of POST …/mapping: titles, because that is what people know the columns by.
export function mappingBody(columns: readonly ImportColumn[], mapping: Mapping): { columns: Record<string, string | null> } {
  return { columns: Object.fromEntries(columns.map((column) => [column.title, mapping[column.index] ?? null])) };
}

/// A field two columns go to, if there is one.
export function doubledField(fields: readonly ImportField[], mapping: Mapping): ImportField | null {
  const used = Object.values(mapping).filter((name) => name !== null);
  return fields.find((field) => used.filter((name) => name === field.name).length > 1) ?? null;
}

export type WizardStep = 'file' | 'check' | 'receipt';
export function stepOf(view: ImportView | null): WizardStep {
  if (view === null) return 'file';
  return view.state === 'preview' ? 'check' : 'receipt';
}

/// Nothing is written by accident: bad rows are skipped only on an explicit tick, and there must be something to write.
export function mayConfirm(view: ImportView, skipBadRows: boolean): boolean {
  if (view.state !== 'preview') return false;
  return view.counts.bad === 0 ? view.counts.good > 0 : skipBadRows && view.counts.good > 0;
}

export function kindOf(text: unknown): ImportKind {
  return text === 'officers' || text === 'history' ? text : 'objects';
}

/// The page where the imported rows are to be seen.
export function homeOf(kind: ImportKind): string {
  return kind === 'officers' ? '/officers' : '/objects';
}
