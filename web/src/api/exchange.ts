// What travels on the wire between the exchange's pages and the server, in the API's own words (docs/api/openapi.yaml).

export type SourceKind = 'folder' | 'http' | 'postgres';
export type FieldPolicy = 'take' | 'fill' | 'ask' | 'ignore';

export interface SourceColumn {
  column: string;
  field: string;
  values?: { from: string; to: string }[];
}
export interface SourcePlace {
  path?: string;
  url?: string;
  header?: string;
  table?: boolean | string;
  cursor_parameter?: string;
  rows_member?: string;
  next_member?: string;
  more_member?: string;
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  order?: string;
  tls?: string;
}
export interface SourceSettings {
  name: string;
  kind: SourceKind;
  enabled: boolean;
  every_minutes: number;
  complete: boolean;
  ask_vanished: boolean;
  columns: SourceColumn[];
  policy: FieldPolicy;
  policies: Record<string, FieldPolicy>;
  place: SourcePlace;
  secret?: string | null;
}
export interface ExchangeSource extends SourceSettings {
  id: string;
  has_secret: boolean;
  incremental: boolean;
  conflicts: number;
  merged_at: string | null;
  merged_entry: number | null;
  entry: number;
  set_at: string;
  set_by: string;
  run: ExchangeRun | null;
}
export interface NamedField {
  name: string;
  title: string;
  private: boolean;
}
export interface ExchangeSources {
  rows: ExchangeSource[];
  fields: NamedField[];
  inputs: NamedField[];
}
export interface SourceTrial {
  delivery: string;
  missing: string[];
  columns: { title: string; field: string | null; sample: string[] }[];
}

export type RunState = 'waiting' | 'running' | 'done' | 'nothing' | 'failed' | 'stopped';
export interface RunCounts {
  read: number;
  same: number;
  new: number;
  changed: number;
  conflicting: number;
  rejected: number;
  vanished: number;
}
export interface ExchangeRun {
  id: string;
  source: string;
  actor: string;
  state: RunState;
  stage: string;
  rows_so_far: number;
  permille: number;
  dry: boolean;
  full: boolean;
  scheduled: boolean;
  delivery: string;
  started_at: string;
  ended_at: string | null;
  entry: number | null;
  counts: RunCounts;
  refusal: { code: string; message: string; message_en: string } | null;
  rows?: { row: number; change: string; id: string; name: string; fields: string[] }[];
  vanished?: string[];
  problems?: { row: number; column: string; value: string; message: string; message_en: string; severity: string }[];
  problems_total?: number;
}

export interface ExchangeConflict {
  id: string;
  source: string;
  source_name: string;
  object: string;
  object_name: string;
  /// Empty: the object is no longer delivered.
  field: string;
  ours: string;
  theirs: string;
  state: string;
  at: string;
  entry: number;
}

export interface ExchangeReader {
  id: string;
  name: string;
  fields: string[];
  districts: string[];
  kinds: string[];
  expires_on: string;
  revoked: boolean;
  given_at: string | null;
  given_rows: number;
  set_at: string;
  entry: number;
  key?: string;
}
