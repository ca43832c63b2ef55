// One entry of the journal (entry-v1), read from the bytes that were hashed.
import { encode } from './bytes';
import { parseJson, type JsonObject } from './json';
import { Members } from './members';
import { refuse } from './refusal';

export interface Entry {
  file: string;
  bytes: Uint8Array;
  actor: string;
  /** As written, and in microseconds since 1970. */
  at: string;
  time: number;
  data: JsonObject;
  kind: string;
  log: string;
  private: string | undefined;
  seq: number;
  subject: string;
}

const mostBytes = 65535;

/** Microseconds since 1970 of "YYYY-MM-DDThh:mm:ss[.f…]Z"; undefined when there is no such instant. */
export function instant(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?Z$/.exec(text);
  if (!parts) return undefined;
  const seconds = Date.parse(`${text.slice(0, 19)}Z`);
  if (Number.isNaN(seconds) || new Date(seconds).toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  return seconds * 1000 + Number((parts[7] ?? '').padEnd(6, '0'));
}

export function parseEntry(bytes: Uint8Array, file: string): Entry {
  if (bytes.length > mostBytes) refuse(file, 0, '记录过长', 'the entry is too long');
  const all = ['actor', 'at', 'data', 'kind', 'log', 'private', 'seq', 'subject', 'v'];
  const members = new Members(parseJson(bytes, file), file, all);
  const length = (least: number, most: number) => (text: string) => {
    const size = encode(text).length;
    return size >= least && size <= most;
  };
  const at = members.text('at', /^.{26}Z$/);
  const time = instant(at) ?? members.wrong('at');
  const value = members.json('data');
  const data = value instanceof Map ? value : members.wrong('data');
  const hidden = members.json('private') === null ? undefined : members.hex('private');
  members.number('v', 1, 1);
  return {
    file,
    bytes,
    actor: members.text('actor', length(1, 64)),
    at,
    time,
    data,
    kind: members.text('kind', /^[a-z][a-z._]{0,63}$/),
    log: members.text('log', length(1, 255)),
    private: hidden,
    seq: members.number('seq', 0, Number.MAX_SAFE_INTEGER),
    subject: members.text('subject', length(0, 255)),
  };
}
