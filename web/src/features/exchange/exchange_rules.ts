// Settings of a source as a form holds them, and how a run stands.
import type { ExchangeRun, ExchangeSource, NamedField, SourceKind, SourcePlace, SourceSettings } from '@/api/exchange';

export const kinds: readonly SourceKind[] = ['folder', 'http', 'postgres'];
export const policies = ['take', 'fill', 'ask', 'ignore'] as const;
export const tlsWords = ['prefer', 'require', 'verify-full', 'disable'] as const;

/// Every way a place can be written, so that a form can switch between kinds and lose nothing.
export interface PlaceForm {
  path: string;
  url: string;
  header: string;
  asTable: boolean;
  cursor_parameter: string;
  rows_member: string;
  next_member: string;
  more_member: string;
  host: string;
  port: string;
  database: string;
  user: string;
  table: string;
  order: string;
  tls: string;
}

export function emptyPlace(): PlaceForm {
  return {
    path: '', url: '', header: 'Authorization', asTable: false, cursor_parameter: 'since', rows_member: 'rows', next_member: 'next', more_member: 'more',
    host: '', port: '5432', database: '', user: '', table: '', order: '', tls: 'prefer',
  };
}

export function placeForm(place: SourcePlace): PlaceForm {
  const form = emptyPlace();
  for (const key of Object.keys(form) as (keyof PlaceForm)[]) {
    const value = (place as Record<string, unknown>)[key];
    if (typeof value === 'string' || typeof value === 'number') Object.assign(form, { [key]: String(value) });
  }
  if (typeof place.table === 'boolean') Object.assign(form, { asTable: place.table, table: '' });
  return form;
}

export function placeOf(kind: SourceKind, form: PlaceForm): SourcePlace {
  if (kind === 'folder') return { path: form.path.trim() };
  if (kind === 'http') {
    const { header, cursor_parameter, rows_member, next_member, more_member } = form;
    return { url: form.url.trim(), header, table: form.asTable, cursor_parameter, rows_member, next_member, more_member };
  }
  const { host, database, user, table, order, tls } = form;
  return { host: host.trim(), port: Number(form.port) || 0, database: database.trim(), user: user.trim(), table: table.trim(), order: order.trim(), tls };
}

export function emptySettings(): SourceSettings {
  return { name: '', kind: 'folder', enabled: true, every_minutes: 60, complete: true, ask_vanished: false, columns: [], policy: 'ask', policies: {}, place: {} };
}

/// Only what the server takes back: a source as it is shown carries more.
export function settingsOf(source: ExchangeSource): SourceSettings {
  const { name, kind, enabled, every_minutes, complete, ask_vanished, columns, policy, policies: each, place } = source;
  return { name, kind, enabled, every_minutes, complete, ask_vanished, columns: columns.map((column) => ({ ...column })), policy, policies: { ...each }, place };
}

/// Rows arrive since a cursor, so that nothing can be said of what no longer comes.
export function isIncremental(kind: SourceKind, form: PlaceForm): boolean {
  return kind === 'http' ? !form.asTable && form.cursor_parameter !== '' : kind === 'postgres' && form.order !== '';
}

export function isOver(run: ExchangeRun): boolean {
  return run.state !== 'waiting' && run.state !== 'running';
}

export function toneOf(run: ExchangeRun): 'plain' | 'good' | 'warn' | 'bad' | 'teal' {
  if (run.state === 'failed') return 'bad';
  if (run.state === 'done') return run.counts.rejected + run.counts.conflicting > 0 ? 'warn' : 'good';
  return run.state === 'running' || run.state === 'waiting' ? 'teal' : 'plain';
}

export function titleOf(fields: readonly NamedField[], name: string): string {
  return fields.find((field) => field.name === name)?.title ?? name;
}

/// "1=存续\n2=注销" and back: what the source's words mean.
export function valuesText(values: { from: string; to: string }[] | undefined): string {
  return (values ?? []).map((value) => `${value.from}=${value.to}`).join('\n');
}
export function valuesOf(text: string): { from: string; to: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('='))
    .map((line) => ({ from: line.slice(0, line.indexOf('=')).trim(), to: line.slice(line.indexOf('=') + 1).trim() }))
    .filter((value) => value.from !== '');
}
