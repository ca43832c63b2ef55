// What travels on the wire, in the API's own words (docs/api/openapi.yaml).

export type Role =
  | 'system_admin' | 'security_admin' | 'audit_admin' | 'clerk' | 'leader' | 'officer' | 'supervisor' | 'credit_manager' | 'liaison' | 'enterprise';
export const roles: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin', 'clerk', 'leader', 'officer', 'supervisor', 'credit_manager', 'liaison', 'enterprise'];
/// 三员: each of these stands alone and holds no power over the work itself.
export const administrators: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin'];

export type Permission =
  | 'public_access' | 'signed_in' | 'account_manage' | 'journal_read' | 'roll_read' | 'roll_import' | 'officer_read' | 'officer_import'
  | 'recusal_edit' | 'item_read' | 'item_edit' | 'item_publish' | 'task_read' | 'task_edit' | 'draw_read' | 'draw_run' | 'draw_approve' | 'draw_disclose' | 'audit_run'
  | 'private_view' | 'erasure_request' | 'erasure_approve' | 'witness_read' | 'witness_manage' | 'witness_approve'
  | 'item_review' | 'roll_edit' | 'roll_merge' | 'exchange_read' | 'exchange_manage' | 'exchange_run' | 'officer_edit'
  | 'calendar_manage' | 'parameter_manage' | 'organ_manage' | 'role_manage' | 'token_manage' | 'session_manage' | 'account_read';

export interface List<Row> {
  rows: Row[];
  next: string | null;
  total: number | null;
}

export interface Organ {
  name: string;
  short: string;
  code: string;
  region: string;
}
/** The nightly audit; red: it found something, or there was none for more than 36 hours. */
export interface AuditState {
  last: { at: string; from: number; to: number; faults: number; findings: string[] } | null;
  late: boolean;
  red: boolean;
}
export interface Status {
  version: string;
  needs_setup: boolean;
  demo: boolean;
  organ: Organ | null;
  log_origin: string | null;
  audit: AuditState | null;
  /** Why the journal takes no entry any more; null when it does. */
  read_only: { code: string; message: string; message_en: string } | null;
}
export interface Account {
  id: string;
  login: string;
  name: string;
  /// Names of roles, and ids of the bureau's own ("c1").
  roles: string[];
  state?: string;
  created_at?: string;
  /// After too many wrong tries; in the past: no longer.
  locked_until?: string | null;
  /// Has a second factor.
  factor?: boolean;
}
export interface FactorState {
  on: boolean;
  required: boolean;
  recovery_left: number;
}
export interface Session {
  account: Account;
  csrf: string;
  permissions?: Permission[];
  factor?: FactorState;
  /// Must first set up a second factor.
  unfinished?: boolean;
}
export interface SessionRow {
  id: string;
  agent: string;
  address: string;
  means: string;
  created_at: string;
  seen_at: string;
  current: boolean;
}
export interface Bilingual {
  zh: string;
  en: string;
}
export interface RoleRow {
  id: string;
  title: Bilingual;
  custom: boolean;
  open: boolean;
  permissions: Permission[];
}
export interface RoleList {
  rows: RoleRow[];
  permissions: { name: Permission; title: Bilingual; business: boolean }[];
  factor: string[];
}
export interface Token {
  id: string;
  account: string;
  account_name: string;
  label: string;
  scopes: string[];
  issued_at: string;
  expires: string;
  state: 'good' | 'over' | 'revoked';
}
export interface OrganUnit {
  code: string;
  parent: string;
  kind: 'region' | 'department';
  name: string;
  open: boolean;
}
export interface OrganTree {
  rows: OrganUnit[];
  places: { account: string; unit: string }[];
}
export interface Delegation {
  id: string;
  from: string;
  from_name: string;
  to: string;
  to_name: string;
  roles: string[];
  starts: string;
  ends: string;
  reason: string;
  state: 'coming' | 'in_force' | 'over' | 'revoked';
}

export interface ObjectRow {
  id: string;
  name: string;
  /// Empty for objects that have none, such as building sites.
  credit_code: string;
  kind: string;
  category: string;
  district: string;
  grade: string;
  status: string;
  address: string;
  registered_on: string;
  last_checked_on: string | null;
  grid: string;
  /// Special libraries and tags, joined by commas.
  libraries: string;
  tags: string;
  /// The object this one was joined to as a duplicate.
  merged_into: string | null;
}
export interface ObjectField {
  name: string;
  /// Of a personal field "•" for something.
  value: string;
  source: string;
  entry: number;
  set_at: string;
  verified_at: string;
}
export interface ObjectMerge {
  entry: number;
  kept: string;
  gone: string;
  actor: string;
  at: string;
  undone: number | null;
}
export interface ObjectDetail extends ObjectRow {
  scope: string;
  employees: number | null;
  source: string;
  updated_at: string;
  entry: number;
  history: { date: string; source: string; result: string; task: string }[];
  fields: ObjectField[];
  merges: ObjectMerge[];
}

export interface OfficerRow {
  id: string;
  name: string;
  unit: string;
  post: string;
  certificate_no: string;
  certificate_valid_to: string;
  tags: string[];
  expert: boolean;
  state: string;
  state_from: string;
  state_to: string;
  drawable: boolean;
  why_not: string | null;
  why_not_en: string | null;
  load: number;
  warnings: CertificateWarning[];
  untrained: boolean;
  entry: number;
}
/** A certificate that ends within the days set, or has ended (days_left below 0). */
export interface CertificateWarning {
  kind: string;
  number: string;
  to: string;
  days_left: number;
  level: number;
}
export interface FormField {
  name: string;
  title: string;
  note: string;
  /// Separated by bars.
  choices: string;
  required: boolean;
  private: boolean;
  value: string;
}
export interface OfficerDetail extends OfficerRow {
  auxiliary: boolean;
  employee_no: string;
  sex: string;
  recusals: number;
  certificates: { kind: string; number: string; from: string; to: string; state: string }[];
  trainings: { id: string; kind: string; held_on: string; hours: number; passed: boolean; topic: string; entry: number }[];
  changes: { entry: number; fields: string[]; reason: string; changed_by: string; changed_at: string }[];
  loads: { year: number; count: number }[];
  form: FormField[];
}
export interface Recusal {
  officer: string;
  object: string;
  relation: string;
  reason: string;
  valid_from: string;
  valid_to: string;
  officer_name: string;
  object_name: string;
  id: string;
  ended_entry: number | null;
  ended_reason: string;
  /// The journal entry that says so; so wherever a member is called `entry`.
  entry: number;
}

export interface CalendarDay {
  date: string;
  off: boolean;
  name: string;
  weekday: string;
}
export interface CalendarYear {
  year: number;
  confirmed: boolean;
  source: string;
  days: CalendarDay[];
  loaded_at?: string;
  entry?: number;
}
export interface CalendarTerm {
  from: string;
  days: number;
  due: string;
  due_weekday: string;
  passed: CalendarDay[];
  provisional: boolean;
}
export interface Parameter {
  name: string;
  title: string;
  title_en: string;
  unit: string;
  unit_en: string;
  kind: 'count' | 'counts' | 'choice';
  value: string;
  initial: string;
  min: number;
  max: number;
  choices: { value: string; title: string; title_en: string }[];
  /// A term in working days.
  term: boolean;
  basis: string;
  settings: { value: string; from: string; reason: string; set_at: string; entry: number }[];
}
export interface Dictionary {
  name: string;
  title: string;
  title_en: string;
  terms: string[];
  changes: { term: string; in_use: boolean; from: string; reason: string; changed_at: string; entry: number }[];
}

export type ImportKind = 'objects' | 'officers' | 'history';
export interface ImportColumn {
  index: number;
  title: string;
  sample: string[];
  field: string | null;
}
export interface ImportField {
  name: string;
  title: string;
  required: boolean;
  private: boolean;
  /// How to fill it in.
  note: string;
}
export interface ImportProblem {
  row: number;
  column: string;
  value: string;
  message: string;
  message_en: string;
  /// A warning is only told; the row is imported all the same.
  severity: 'error' | 'warning';
}
export interface ImportView {
  id: string;
  kind: ImportKind;
  filename: string;
  format: string;
  encoding: string;
  state: 'preview' | 'confirmed' | 'discarded';
  columns: ImportColumn[];
  fields: ImportField[];
  /// Names of required fields that no column feeds: then no row was read.
  missing: string[];
  counts: { rows: number; good: number; new: number; changed: number; same: number; bad: number };
  problems: ImportProblem[];
  problems_total: number;
  sample: { row: number; change: 'new' | 'changed' | 'same'; cells: Record<string, string> }[];
  receipt: { seq: number } | null;
}

export interface LegalBasis {
  law: string;
  article: string;
  text: string;
}
export interface Checkpoint {
  what: string;
  how: string;
  passed: string;
  failed: string;
}
export interface Outcome {
  code: string;
  note: string;
  disposal: string;
}
/// What an item says, as it is drafted and published.
export interface ItemContent {
  code: string;
  category: string;
  name: string;
  kind: '一般' | '重点';
  sub_items: { name: string; content: string }[];
  basis: LegalBasis[];
  power: string;
  subject: string;
  level: string;
  department: string;
  object_kinds: string[];
  objects: string;
  content: string;
  methods: string[];
  ratio: string;
  frequency: string;
  cap: number;
  standard: string;
  special_plan: string;
  qualified: boolean;
  qualification_tags: string[];
  materials: { name: string; note: string }[];
  checkpoints: Checkpoint[];
  outcomes: Outcome[];
  note: string;
}
export type ItemState = 'draft' | 'submitted' | 'reviewed' | 'published' | 'superseded';
export type Adjustment = 'new' | 'change' | 'cancel';
export interface ItemVersion extends ItemContent {
  version: number;
  state: ItemState;
  adjustment: Adjustment;
  reason: string;
  legal_basis: string;
  drafted_at: string;
  draft: number | null;
  drafters: string[];
  submitter: string | null;
  reviewer: string | null;
  reviewed_at: string | null;
  review_entry: number | null;
  verdict: 'approved' | 'returned' | null;
  opinion: string;
  published_on: string | null;
  effective_on: string | null;
  announcement: number | null;
  entry: number;
}
export interface OtherVersion {
  version: number;
  state: ItemState;
  adjustment: Adjustment;
  effective_on: string | null;
  draft: number | null;
  verdict: 'approved' | 'returned' | null;
}
export type Standing = 'drafted' | 'coming' | 'in_force' | 'cancelled';
/// An item in the list: the version that holds today, what comes, and what is being worked on.
export interface ItemRow extends ItemVersion {
  standing: Standing;
  coming: OtherVersion | null;
  pending: OtherVersion | null;
}
export interface DiffPiece {
  text: string;
  changed: boolean;
}
export interface ItemComparison {
  before: ItemVersion;
  after: ItemVersion;
  fields: { field: string; title: string; title_en: string; changed: boolean; rows: { before: DiffPiece[] | null; after: DiffPiece[] | null; changed: boolean }[] }[];
}
export interface ItemImport {
  drafted: number;
  rows: { row: number; code: string; name: string; change: 'new' | 'changed' | 'same'; fields: string[]; problems: { row: number; column: string; message: string; message_en: string }[] }[];
}

export type Quota = 'all' | number | { ratio: [number, number] };
export interface Stratum {
  label: string;
  grades: string[];
  quota: Quota;
}
export interface Pool {
  kinds: string[];
  statuses: string[];
  districts: string[];
  grades: string[];
  categories: string[];
  q: string;
  /// The draw that is inspected again; then nothing else restricts the pool.
  reinspects?: string;
}
export interface TaskInput {
  name: string;
  source: 'plan' | 'temporary';
  source_reason: string;
  directed: boolean;
  period: { from: string; to: string };
  items: string[];
  pool: Pool;
  exclusions: { annual_cap: number; window_months: number; freeze_days?: number };
  strata: Stratum[];
  spread: boolean;
  reserve: number;
  team: { name: string; tags: string[] }[];
  officer_pool: { units: string[]; cap: number | null };
}
export interface Task extends TaskInput {
  id: string;
  number: string;
  state: 'draft' | 'drawing' | 'assigned' | 'closed';
  /// The draw that rests on this task; from then on the task cannot be changed.
  draw: string | null;
  entry: number;
}
export interface TaskPreview {
  matched: number;
  excluded: Record<string, number>;
  frame: number;
  strata: { label: string; n: number; k: number }[];
  officers: { drawable: number; not_drawable: { id: string; name: string; why: string; why_en: string }[] };
  warnings: { zh: string; en: string }[];
}

export type DrawState = 'opened' | 'sealed' | 'event' | 'seeded' | 'drawn' | 'assigned' | 'closed' | 'voided';
export type DrawStep =
  | 'commit' | 'seal' | 'witness' | 'reveal' | 'deliver' | 'open_deposit' | 'event' | 'seed' | 'result' | 'assign' | 'disclose' | 'reveal_shares' | 'close' | 'void'
  | 'redraw' | 'redraw_approve' | 'substitute' | 'substitute_approve' | 'extend' | 'extend_approve';
/// `embargo` 封存抽取: sample and officers stay sealed until the visits are over. `open` 公开抽取: published at once.
export type DrawMode = 'embargo' | 'open';
export type PartyRole = 'operator' | 'supervisor' | 'outside';
export interface PartyInput {
  id: string;
  organisation: string;
  role: PartyRole;
}
export interface Party extends PartyInput {
  commitment: string | null;
  committed_at: string | null;
  value: string | null;
  typed: string | null;
  revealed_at: string | null;
  /// Its deposit was opened by trustees.
  opened?: boolean;
  dropped: 'missing' | 'wrong' | null;
}
/// A sealed share (draw-v1 §5.1), kept by a department's device until the visits are over.
export interface SealedShare {
  id: string;
  organisation: string | null;
  commitment: string | null;
  committed_at: string | null;
  delivered_at: string | null;
  revealed_at: string | null;
}
export interface Embargo {
  reveal_by: string | null;
  overdue: boolean;
  revealed: boolean;
  shares: SealedShare[];
}
export interface Trustees {
  threshold: number;
  keys: { id: string; organisation: string; key: string }[];
}
export interface Substitution {
  number: number;
  attempt: number;
  what: 'object' | 'officer';
  line: number;
  slot: number | null;
  reason: string;
  state: 'requested' | 'approved' | 'refused';
  /// The line of result.tsv that came in; null when no reserve was left.
  replacement: number | null;
  officer: string | null;
  replaced: string | null;
  officers: string[];
}
export interface EventInput {
  kind: string;
  name: string;
  not_before: string;
}
export interface PublicEvent extends EventInput {
  content: string | null;
  recorded_at: string | null;
}
export interface DrawEntry {
  seq: number;
  kind: string;
  at: string;
  leaf: string;
  data: Record<string, unknown>;
}
export interface Draw {
  draw_id: string;
  task: { id: string; number: string; name: string };
  state: DrawState;
  attempt: number;
  mode: DrawMode;
  embargo: Embargo | null;
  trustees: Trustees | null;
  parties: Party[];
  min_parties: number;
  events: PublicEvent[];
  seal: {
    at: string;
    frame_root: string;
    digest: string;
    files: Record<string, { lines: number; sha256: string }>;
    strata: { label: string; n: number; k: number }[];
    excluded: Record<string, number>;
    journal_size: number;
    needs_witnesses: boolean;
    witnessed_entry: number | null;
    witnesses: { at: string; key_name: string; name: string; organisation: string }[];
  } | null;
  seed_txt: string | null;
  seed: string | null;
  /// While the embargo lasts: what stands in the log instead of the seed and of the lists' digests.
  sealed_seed: string | null;
  roots: { result: string | null; slots: string | null; assignment: string | null } | null;
  /// How many lines were shown to somebody so far.
  disclosed: number;
  substitutions: Substitution[];
  extension: { strata: { label: string; quota: Quota }[]; reason: string; approved: boolean } | null;
  sample: number | null;
  reserve: number | null;
  entries: DrawEntry[];
  next: DrawStep[];
  warnings: { zh: string; en: string }[];
  void_reason: string | null;
  redraw_reason: string | null;
  public_url: string;
}
export interface DrawLine {
  draw_id: string;
  task: { number: string; name: string };
  state: DrawState;
  attempt: number;
  opened_at: string;
  sample: number | null;
}
export interface ResultRow {
  stratum: string;
  district: string;
  rank: number;
  kind: 'S' | 'R';
  ticket: string;
  id: string;
  name: string;
  address: string;
  officers: { id: string; name: string }[];
  /// Its line in result.tsv, by which the journal names it.
  line?: number;
}

/// A drawn row shown during the embargo.
export interface DisclosedRow extends ResultRow {
  line: number;
}
export interface Disclosure {
  rows: DisclosedRow[];
  receipt: { seq: number };
}
export interface Doorstep {
  token: string;
  path: string;
}
export interface Invitation {
  party: string;
  token: string;
  path: string;
}

/// What a device that was invited learns (POST /api/public/join).
export interface Joined {
  draw: {
    draw_id: string;
    task_name: string;
    organ: string;
    mode: DrawMode;
    state: DrawState;
    parties: { id: string; organisation: string; role: string; committed: boolean; revealed: boolean }[];
    events: PublicEvent[];
    trustees: Trustees | null;
    embargo: Embargo | null;
  };
  party: { id: string; organisation: string | null; role: string };
  step: 'commit' | 'wait' | 'reveal' | 'deliver' | 'done' | 'late';
}

/// A row of /api/journal/search.
export interface JournalRow {
  seq: number;
  kind: string;
  title: { zh: string; en: string };
  /// It has a part that is not public.
  private: boolean;
  /// It stands in the published log.
  published: boolean;
  actor: string;
  subject: string;
  at: string;
  data: Record<string, unknown>;
  leaf: string;
}
/// How a word in the search box was understood.
export interface JournalWord {
  kind: 'number' | 'leaf' | 'kind' | 'date' | 'actor' | 'subject' | 'actor_or_subject';
  text: string;
}
export interface JournalHead {
  size: number;
  root: string;
  checkpoint: string;
}

/// `cosigned_*` and `lag` are null before the first signature.
export interface WitnessRow {
  name: string;
  organisation: string;
  url: string | null;
  vkey: string;
  state: 'none' | 'signed' | 'unreachable' | 'refused' | 'ahead' | 'fork';
  trouble: string;
  cosigned_size: number | null;
  cosigned_at: string | null;
  lag: number | null;
  tried_at: string | null;
}
export interface WitnessOverview {
  log_vkey: string;
  size: number;
  witnessed_size: number;
  policy: { at: string; digest: string; entry: number; quorum: boolean; text: string } | null;
  proposed: { at: string; by: string; entry: number; reason: string; text: string; witnesses: { name: string; organisation: string; url: string | null }[] } | null;
  witnesses: WitnessRow[];
}

export interface DeletionReport {
  clean: boolean;
  rows: { sort: 'erased' | 'voided' | 'superseded' | 'disabled' | 'gap' | 'missing'; entry: number | null; at: string; actor: string; subject: string; detail: string }[];
}
export interface Erasure {
  id: string;
  state: 'requested' | 'approved' | 'refused';
  what: 'entries' | 'officer' | 'object';
  basis: string;
  entries: number[];
  requested_by: string;
  requested_at: string;
  answered_by: string | null;
  answered_at: string | null;
  entry: number;
}
