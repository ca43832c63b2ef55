// log/policy.txt: which log to believe, and whose cosignatures make a quorum (entry-v1, C2SP tlog-policy).
import { decode } from './bytes';
import { parseVerifier, type Note, type Verifier } from './note';
import { refuse } from './refusal';

interface Group {
  least: number;
  members: string[];
}

export interface Policy {
  log: Verifier;
  witnesses: Map<string, Verifier>;
  groups: Map<string, Group>;
  /** Undefined: `quorum none`. */
  quorum: string | undefined;
}

const maxGroups = 16;

class Reader {
  log: Verifier | undefined;
  readonly witnesses = new Map<string, Verifier>();
  readonly groups = new Map<string, Group>();
  quorum: string | undefined | null = null;

  constructor(private readonly file: string) {}

  read(text: string, line: number): void {
    const words = text.split(' ');
    if (this.quorum !== null || words.some((word) => word === '')) this.wrong(line);
    const [kind, first = '', second = ''] = words;
    if (kind === 'log' && words.length === 2) this.readLog(first, line);
    else if (kind === 'witness' && words.length === 3) this.readWitness(first, second, line);
    else if (kind === 'group' && words.length >= 4) this.readGroup(first, second, words.slice(3), line);
    else if (kind === 'quorum' && words.length === 2) this.readQuorum(first, line);
    else this.wrong(line);
  }

  private wrong(line: number): never {
    refuse(this.file, line, '见证规则的写法不对', 'not a line of a policy');
  }

  private readLog(key: string, line: number): void {
    const log = parseVerifier(key, this.file, line);
    if (this.log !== undefined || log.type !== 1) this.wrong(line);
    this.log = log;
  }

  private fresh(name: string, line: number): void {
    if (name === 'none' || this.witnesses.has(name) || this.groups.has(name)) this.wrong(line);
  }

  private readWitness(name: string, key: string, line: number): void {
    this.fresh(name, line);
    const witness = parseVerifier(key, this.file, line);
    const twice = [...this.witnesses.values()].some((one) => one.text === witness.text);
    if (witness.type !== 4 || twice) this.wrong(line);
    this.witnesses.set(name, witness);
  }

  private readGroup(name: string, rule: string, members: string[], line: number): void {
    this.fresh(name, line);
    const known = members.every((one) => this.witnesses.has(one) || this.groups.has(one));
    if (!known || new Set(members).size !== members.length || this.groups.size >= maxGroups) this.wrong(line);
    const number = /^[1-9][0-9]{0,5}$/.test(rule) ? Number(rule) : 0;
    const least = rule === 'any' ? 1 : rule === 'all' ? members.length : number;
    if (least < 1 || least > members.length) this.wrong(line);
    this.groups.set(name, { least, members });
  }

  private readQuorum(name: string, line: number): void {
    if (name !== 'none' && !this.witnesses.has(name) && !this.groups.has(name)) this.wrong(line);
    this.quorum = name === 'none' ? undefined : name;
  }
}

export function parsePolicy(bytes: Uint8Array, file: string): Policy {
  const text = decode(bytes);
  if (text === undefined || !text.endsWith('\n')) refuse(file, 0, '不是见证规则', 'is not a policy');
  const reader = new Reader(file);
  for (const [index, line] of text.slice(0, -1).split('\n').entries()) reader.read(line, index + 1);
  if (reader.log === undefined || reader.quorum === null) {
    refuse(file, 0, '见证规则缺少 log 或 quorum', 'the policy lacks its log or its quorum');
  }
  return { log: reader.log, witnesses: reader.witnesses, groups: reader.groups, quorum: reader.quorum };
}

/** Does the note carry enough cosignatures? `quorum none` asks for none. */
export function quorumReached(policy: Policy, note: Note): boolean {
  const signed = (name: string): boolean => {
    const group = policy.groups.get(name);
    if (group) return group.members.filter(signed).length >= group.least;
    const witness = policy.witnesses.get(name);
    return note.signed.some((one) => one.verifier === witness);
  };
  return policy.quorum === undefined || signed(policy.quorum);
}
