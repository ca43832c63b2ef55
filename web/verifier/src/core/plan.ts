// plan.json (draw-v1 §3): everything that influences the result, fixed at opening.
import { compareBytes, encode } from './bytes';
import { instant } from './entry';
import { isEventKind, isEventName, type EventKind } from './events';
import { hashHex } from './hash';
import { parseJson, writeJson, type Json, type JsonObject } from './json';
import { ascending, isLabel, isTag, Members } from './members';
import { isKeyName } from './note';
import { refuse } from './refusal';

export interface Party {
  id: string;
  organisation: string;
  role: string;
  commitment: string | undefined;
}
export interface SealedShare {
  id: string;
  organisation: string | undefined;
  commitment: string | undefined;
}
export interface PlannedEvent {
  kind: EventKind;
  name: string;
  notBefore: number;
}
export type Quota = number | 'all' | { over: number; under: number };
export interface Stratum {
  label: string;
  quota: Quota;
}
export interface Slot {
  name: string;
  tags: string[];
}
export interface Trustees {
  ids: string[];
  threshold: number;
}

export interface Plan {
  json: JsonObject;
  drawId: string;
  origin: string;
  embargo: boolean;
  /** Microseconds; undefined when no date was promised. */
  revealBy: number | undefined;
  parties: Party[];
  sealed: SealedShare[];
  minParties: number;
  events: PlannedEvent[];
  strata: Map<string, Quota>;
  spread: boolean;
  reserve: number;
  slots: Slot[];
  trustees: Trustees | undefined;
  policy: string | undefined;
  reinspects: string | undefined;
}

const file = 'plan.json';
const partyForm = /^(?!sealed-)[a-z0-9][a-z0-9-]{0,31}$/;
export const drawIdForm = /^[a-z0-9]{1,32}-[0-9]{1,12}-[0-9]{4}-[0-9]{4,8}$/;

export function readQuota(value: Json, where: Members, name = 'quota'): Quota {
  if (value === 'all') return 'all';
  if (typeof value === 'number' && value >= 0 && value <= 1_000_000_000) return value;
  const ratio = new Members(value, where.file, ['ratio']).list('ratio');
  const [over, under] = ratio;
  if (ratio.length !== 2 || typeof over !== 'number' || typeof under !== 'number') where.wrong(name);
  if (over < 0 || under < 1 || over > 1_000_000_000 || under > 1_000_000_000) where.wrong(name);
  return { over, under };
}

function readParty(value: Json): Party {
  const party = new Members(value, file, ['id', 'organisation', 'role'], ['commitment']);
  return {
    id: party.text('id', partyForm),
    organisation: party.text('organisation'),
    role: party.text('role'),
    commitment: party.optionalHex('commitment'),
  };
}

function readSealed(value: Json, index: number): SealedShare {
  const share = new Members(value, file, ['id'], ['commitment', 'organisation']);
  return {
    id: share.text('id', (id) => id === `sealed-${index + 1}`),
    organisation: share.has('organisation') ? share.text('organisation') : undefined,
    commitment: share.optionalHex('commitment'),
  };
}

function readEvent(value: Json): PlannedEvent {
  const event = new Members(value, file, ['kind', 'name', 'not_before']);
  const text = event.text('kind');
  const kind = isEventKind(text) ? text : event.wrong('kind');
  const name = event.text('name', (name) => isEventName(kind, name));
  return { kind, name, notBefore: instant(event.text('not_before')) ?? event.wrong('not_before') };
}

function readStratum(value: Json): Stratum {
  const stratum = new Members(value, file, ['label', 'quota'], ['grades']);
  if (stratum.has('grades') && stratum.texts('grades').length === 0) stratum.wrong('grades');
  return { label: stratum.text('label', isLabel), quota: readQuota(stratum.json('quota'), stratum) };
}

function readSlot(value: Json): Slot {
  const slot = new Members(value, file, ['name', 'tags']);
  const tags = slot.texts('tags', isTag);
  if (!ascending(tags, compareBytes)) slot.wrong('tags');
  return { name: slot.text('name'), tags };
}

function readTrustees(value: Json): Trustees {
  const trustees = new Members(value, file, ['keys', 'threshold']);
  const keys = trustees.list('keys').map((one) => {
    const key = new Members(one, file, ['id', 'key', 'organisation']);
    key.text('organisation');
    return { id: key.text('id', partyForm), key: key.hex('key') };
  });
  const ids = keys.map((key) => key.id);
  const distinct = new Set(keys.map((key) => key.key)).size === keys.length;
  if (!ascending(ids, compareBytes) || !distinct || keys.length > 10) trustees.wrong('keys');
  return { ids, threshold: trustees.number('threshold', 2, keys.length) };
}

function readStrata(plan: Members): Map<string, Quota> {
  const strata = plan.list('strata').map(readStratum);
  const quotas = new Map(strata.map((one) => [one.label, one.quota]));
  if (strata.length === 0 || quotas.size !== strata.length) plan.wrong('strata');
  return quotas;
}

/** Which earlier draw a re-inspection looks at; anything else in `pool` is recorded and not interpreted. */
function readReinspects(pool: Json): string | undefined {
  const earlier = pool instanceof Map ? pool.get('reinspects') : undefined;
  const id = earlier instanceof Map ? earlier.get('draw_id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

const required = ['draw_id', 'events', 'hash', 'log_origin', 'min_parties', 'mode', 'parties', 'reserve', 'spread'];
const optional = ['task', 'policy', 'pool', 'exclusion_rules', 'officer_pool', 'visit_window', 'trustees'];

export function parsePlan(bytes: Uint8Array): Plan {
  const json = parseJson(bytes, file);
  const embargo = json instanceof Map && json.get('mode') === 'embargo';
  const plan = new Members(
    json,
    file,
    [...required, 'strata', 'team', 'version', ...(embargo ? ['sealed'] : [])],
    [...optional, ...(embargo ? ['embargo'] : [])],
  );
  plan.text('version', /^sunlot-draw\/v1$/);
  plan.text('hash', /^sha256$/);
  plan.text('mode', /^(open|embargo)$/);
  const parties = plan.list('parties').map(readParty);
  const partyIds = parties.map((party) => party.id);
  if (!ascending(partyIds, compareBytes)) plan.wrong('parties');
  const sealed = embargo ? plan.list('sealed').map(readSealed) : [];
  if (embargo && sealed.length !== 2) plan.wrong('sealed');
  const events = plan.list('events').map(readEvent);
  const trustees = plan.has('trustees') ? readTrustees(plan.json('trustees')) : undefined;
  if (events.length > 10 || (events.length === 0 && !trustees)) plan.wrong('events');
  const slots = new Members(plan.json('team'), file, ['slots']).list('slots').map(readSlot);
  if (slots.length < 1 || slots.length > 20) plan.wrong('team');
  if (plan.has('task')) plan.text('task');
  let revealBy: number | undefined;
  if (plan.has('embargo')) {
    const promise = new Members(plan.json('embargo'), file, ['reveal_by']);
    revealBy = instant(promise.text('reveal_by')) ?? promise.wrong('reveal_by');
  }
  return {
    json: json as JsonObject,
    drawId: plan.text('draw_id', drawIdForm),
    origin: plan.text('log_origin', isKeyName),
    embargo,
    revealBy,
    parties,
    sealed,
    minParties: plan.number('min_parties', 1, Math.max(parties.length, 1)),
    events,
    strata: readStrata(plan),
    spread: plan.flag('spread'),
    reserve: plan.number('reserve'),
    slots,
    trustees,
    policy: plan.optionalHex('policy'),
    reinspects: readReinspects(plan.json('pool')),
  };
}

/** Digest of plan.json without the commitments of its parties and sealed shares. */
export function termsOf(plan: Plan): string {
  const bare = (list: Json | undefined): Json[] =>
    (Array.isArray(list) ? list : []).map((one) =>
      one instanceof Map ? new Map([...one].filter(([name]) => name !== 'commitment')) : one,
    );
  const terms: JsonObject = new Map(plan.json);
  terms.set('parties', bare(terms.get('parties')));
  if (terms.has('sealed')) terms.set('sealed', bare(terms.get('sealed')));
  return hashHex(encode(writeJson(terms)));
}

export function requirePlan(bytes: Uint8Array | undefined): Plan {
  if (!bytes) refuse(file, 0, '缺少 plan.json', 'plan.json is missing');
  return parsePlan(bytes);
}
