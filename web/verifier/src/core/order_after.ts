// The order of events from sealing on: attempts, disclosures, substitutions, the end (draw-v1 §2, §9, §10).
import { compareBytes } from './bytes';
import type { Entry } from './entry';
import { commitmentOf } from './hash';
import type { Attempt, Further, History, Substitution, SubstitutionRequest } from './history';
import { isOfficerId } from './lists';
import { ascending, Members } from './members';
import { emptyHistory, Ceremony, openShares, outOfOrder } from './order';
import type { Plan } from './plan';
import { refuse } from './refusal';
import { readExtends } from './seal';

const purposes = ['visit', 'doorstep', 'print', 'audit'];
const reasonForm = /^[a-z][a-z0-9_]{0,31}$/;

class Order {
  readonly history: History = emptyHistory();
  private readonly ceremony: Ceremony;
  private asked: Further | undefined;
  private waiting: SubstitutionRequest | undefined;
  private numbers = 0;
  private replaced = false;

  constructor(
    private readonly plan: Plan,
    private readonly needsWitnesses: boolean,
  ) {
    this.ceremony = new Ceremony(plan, this.history);
  }

  step(entry: Entry): void {
    const { history } = this;
    if (history.closed || history.voided || (history.coming && entry.kind !== 'frame.sealed')) outOfOrder(entry);
    this.ceremony.guard(entry);
    this.guardWitnesses(entry);
    this.dispatch(entry);
  }

  /** Sealed, and no quorum outside has seen it yet. */
  private get awaitsWitnesses(): boolean {
    const { current } = this;
    return this.needsWitnesses && current !== undefined && !current.result && !current.witnessed;
  }

  private guardWitnesses(entry: Entry): void {
    if (!this.awaitsWitnesses || entry.kind === 'sealing.witnessed' || entry.kind === 'draw.voided') return;
    refuse(entry.file, 0, `封存未经见证就有了 ${entry.kind}`, `${entry.kind} came before the sealing was witnessed`);
  }

  private witness(entry: Entry): void {
    const { current } = this;
    if (!this.awaitsWitnesses || !current) outOfOrder(entry);
    const data = new Members(entry.data, entry.file, ['attempt', 'proof']);
    data.number('attempt', current.number, current.number);
    current.witnessed = { entry, proof: data.text('proof') };
  }

  private dispatch(entry: Entry): void {
    const { ceremony } = this;
    switch (entry.kind) {
      case 'draw.opened':
        return ceremony.open(entry);
      case 'contribution.committed':
        return ceremony.commit(entry);
      case 'frame.sealed':
        return this.seal(entry);
      case 'sealing.witnessed':
        return this.witness(entry);
      case 'contribution.revealed':
        return ceremony.reveal(entry);
      case 'contribution.rejected':
        return ceremony.reject(entry);
      case 'contribution.opened':
        return ceremony.openDeposit(entry);
      case 'deposit.failed':
        return ceremony.failDeposit(entry);
      case 'share.delivered':
        return ceremony.deliver(entry);
      case 'event.recorded':
        return ceremony.recordEvent(entry);
      case 'seed.fixed':
        return ceremony.fixSeed(entry);
      case 'draw.voided':
        return ceremony.void(entry);
      default:
        return this.dispatchLater(entry);
    }
  }

  private dispatchLater(entry: Entry): void {
    switch (entry.kind) {
      case 'result.sealed':
        return this.result(entry);
      case 'assignment.sealed':
        return this.assignment(entry);
      case 'disclosed':
        return this.disclose(entry);
      case 'substitution.requested':
        return this.requestSubstitution(entry);
      case 'substitution.approved':
        return this.approveSubstitution(entry);
      case 'substitution.refused':
        return this.refuseSubstitution(entry);
      case 'share.revealed':
        return this.revealShare(entry);
      case 'redraw.requested':
      case 'extension.requested':
        return this.request(entry);
      case 'redraw.approved':
      case 'extension.approved':
        return this.approve(entry);
      case 'draw.closed':
        return this.close(entry);
      default:
        refuse(entry.file, 0, `不认识的记录种类 ${entry.kind}`, `${entry.kind} is no kind of entry of a draw`);
    }
  }

  private get current(): Attempt | undefined {
    return this.history.attempts.at(-1);
  }

  /** The attempt in force, which must be assigned and the one that the entry names. */
  private assigned(entry: Entry, data: Members): Attempt {
    const attempt = this.current;
    if (!attempt?.assignment) outOfOrder(entry);
    data.number('attempt', attempt.number, attempt.number);
    return attempt;
  }

  private seal(entry: Entry): void {
    const { history } = this;
    const number = history.attempts.length + 1;
    if (number === 1) this.ceremony.requireCommitments(entry);
    else if (!history.coming) outOfOrder(entry);
    const data = new Members(entry.data, entry.file, ['attempt', 'frame_root', 'journal_size', 'plan', 'seal']);
    data.number('attempt', number, number);
    const sealed = {
      entry,
      frameRoot: data.hex('frame_root'),
      journalSize: data.number('journal_size', 0, entry.seq),
      plan: data.hex('plan'),
      seal: data.hex('seal'),
    };
    const why = history.coming;
    history.attempts.push({ number, sealed, witnessed: undefined, why, result: undefined, assignment: undefined, substitutions: [] });
    history.coming = undefined;
    this.asked = undefined;
  }

  private result(entry: Entry): void {
    const attempt = this.current;
    if (!attempt || !this.history.seed || attempt.result) outOfOrder(entry);
    const pin = this.plan.embargo ? 'root' : 'result';
    const data = new Members(entry.data, entry.file, ['attempt', 'reserve', pin, 'sample']);
    data.number('attempt', attempt.number, attempt.number);
    attempt.result = { entry, pin: data.hex(pin), sample: data.number('sample'), reserve: data.number('reserve') };
    this.requireSoon(attempt, entry, '结果', 'the result');
  }

  private assignment(entry: Entry): void {
    const attempt = this.current;
    if (!attempt?.result || attempt.assignment) outOfOrder(entry);
    const end = this.plan.embargo ? '_root' : '';
    const data = new Members(entry.data, entry.file, [`assignment${end}`, 'attempt', `slots${end}`]);
    data.number('attempt', attempt.number, attempt.number);
    attempt.assignment = { entry, assignment: data.hex(`assignment${end}`), slots: data.hex(`slots${end}`) };
    this.requireSoon(attempt, entry, '派人', 'the assignment');
  }

  private requireSoon(attempt: Attempt, entry: Entry, zh: string, en: string): void {
    const last = this.history.events.at(-1)?.entry ?? this.history.seed?.entry;
    if (attempt.number > 1 || !last || entry.time - last.time <= 15 * 60 * 1_000_000) return;
    this.history.warnings.push({
      zh: `${zh}在最后一个公共事件 15 分钟之后才封存`,
      en: `${en} was sealed more than 15 minutes after the last event`,
    });
  }

  private disclose(entry: Entry): void {
    const data = new Members(entry.data, entry.file, ['attempt', 'lines', 'purpose']);
    if (!this.plan.embargo) outOfOrder(entry);
    const attempt = this.assigned(entry, data);
    data.text('purpose', (text) => purposes.includes(text));
    const rows = (attempt.result?.sample ?? 0) + (attempt.result?.reserve ?? 0);
    let before = -1;
    for (const line of data.list('lines')) {
      const rises = typeof line === 'number' && line > before && line < rows;
      before = rises ? line : data.wrong('lines');
    }
    if (before < 0) data.wrong('lines');
    this.history.disclosed++;
  }

  private requestSubstitution(entry: Entry): void {
    const what = entry.data.get('what') === 'object' ? 'object' : 'officer';
    const own = what === 'object' ? 'recused' : 'slot';
    const names = ['attempt', 'line', 'number', 'reason', 'unavailable', 'what', own];
    const data = new Members(entry.data, entry.file, names);
    const attempt = this.assigned(entry, data);
    if (this.waiting) outOfOrder(entry);
    data.text('what', (text) => text === what);
    const officers = (name: string): string[] => {
      const ids = data.texts(name, isOfficerId);
      if (!ascending(ids, compareBytes)) data.wrong(name);
      return ids;
    };
    const rows = (attempt.result?.sample ?? 0) + (attempt.result?.reserve ?? 0);
    this.waiting = {
      entry,
      number: data.number('number', this.numbers + 1, this.numbers + 1),
      what,
      line: data.number('line', 0, rows - 1),
      slot: what === 'officer' ? data.number('slot', 0, this.plan.slots.length - 1) : 0,
      reason: data.text('reason', reasonForm),
      recused: what === 'object' ? officers('recused') : [],
      unavailable: officers('unavailable'),
    };
    this.numbers++;
  }

  private approveSubstitution(entry: Entry): void {
    const { waiting } = this;
    if (!waiting) outOfOrder(entry);
    const names = waiting.what === 'object' ? ['officers', 'replacement'] : ['officer'];
    const data = new Members(entry.data, entry.file, ['attempt', 'number'], names);
    const attempt = this.assigned(entry, data);
    this.requireAnother(waiting.entry, entry);
    data.number('number', waiting.number, waiting.number);
    if (data.has('officers') !== data.has('replacement')) data.wrong('replacement');
    const substitution: Substitution = {
      ...waiting,
      attempt: attempt.number,
      approved: entry,
      replacement: data.has('replacement') ? data.number('replacement') : undefined,
      officers: data.has('officers') ? data.texts('officers', isOfficerId) : undefined,
      officer: data.has('officer') ? data.text('officer', isOfficerId) : undefined,
    };
    attempt.substitutions.push(substitution);
    this.replaced = true;
    this.waiting = undefined;
  }

  private refuseSubstitution(entry: Entry): void {
    const { waiting } = this;
    if (!waiting) outOfOrder(entry);
    const data = new Members(entry.data, entry.file, ['attempt', 'number']);
    this.assigned(entry, data);
    data.number('number', waiting.number, waiting.number);
    this.waiting = undefined;
  }

  private requireAnother(requested: Entry, approved: Entry): void {
    if (requested.actor === approved.actor) {
      refuse(approved.file, 0, '申请和批准的是同一人', 'was approved by the one who asked for it');
    }
  }

  private revealShare(entry: Entry): void {
    const { plan, history } = this;
    const share = plan.sealed[history.shares.size];
    if (!this.current?.result || !share) outOfOrder(entry);
    const data = new Members(entry.data, entry.file, ['share', 'value'], plan.trustees ? ['shares'] : []);
    const value = data.hex('value');
    if (data.text('share') !== share.id) outOfOrder(entry);
    if (data.has('shares') && openShares(plan, data) !== value) data.wrong('shares');
    if (commitmentOf(plan.drawId, share.id, value) !== history.contributions.get(share.id)?.commitment) {
      refuse(entry.file, 0, `${share.id} 与其承诺不符`, `${share.id} is not what was committed to`);
    }
    history.shares.set(share.id, value);
  }

  /** May a redraw or an extension be asked for, or approved, now? */
  private mayContinue(entry: Entry): void {
    const { history, current } = this;
    const redraw = entry.kind.startsWith('redraw');
    if (!(redraw ? current?.result : current?.assignment) || history.shares.size > 0) outOfOrder(entry);
    if (redraw && (history.disclosed > 0 || this.replaced)) outOfOrder(entry);
  }

  private request(entry: Entry): void {
    this.mayContinue(entry);
    if (entry.kind === 'redraw.requested') {
      new Members(entry.data, entry.file, ['reason']).text('reason');
      this.asked = { kind: 'redraw', requested: entry, strata: [] };
      return;
    }
    const data = new Members(entry.data, entry.file, ['reason', 'strata']);
    data.text('reason');
    const strata = readExtends(data.list('strata'), data, 'strata');
    if (!strata.every((one) => this.plan.strata.has(one.label))) data.wrong('strata');
    this.asked = { kind: 'extension', requested: entry, strata };
  }

  private approve(entry: Entry): void {
    this.mayContinue(entry);
    const { asked, current } = this;
    if (!asked || !current || this.waiting || !entry.kind.startsWith(asked.kind)) outOfOrder(entry);
    const data = new Members(entry.data, entry.file, ['attempt']);
    data.number('attempt', current.number + 1, current.number + 1);
    this.requireAnother(asked.requested, entry);
    this.history.coming = asked;
  }

  private close(entry: Entry): void {
    const { plan, history } = this;
    const data = new Members(entry.data, entry.file, ['attempt', 'substitutions']);
    this.assigned(entry, data);
    if (this.waiting || history.shares.size !== plan.sealed.length) outOfOrder(entry);
    history.closed = { entry, substitutions: data.hex('substitutions') };
  }
}

/** Checks the commitments in plan.json against those in the log. */
function checkCommitments(plan: Plan, history: History): void {
  const sealed = history.attempts.length > 0;
  for (const one of [...plan.parties, ...plan.sealed]) {
    const inLog = sealed ? history.contributions.get(one.id)?.commitment : undefined;
    if (one.commitment !== inLog) {
      refuse('plan.json', 0, `${one.id} 的承诺与日志不符`, `the commitment of ${one.id} is not the one in the log`);
    }
  }
}

function warnings(plan: Plan, history: History): void {
  const revealed = plan.parties.filter((party) => history.contributions.get(party.id)?.value !== undefined);
  if (history.seed && new Set(revealed.map((party) => party.organisation)).size < 2) {
    history.warnings.push({ zh: '参与方不足两个单位', en: 'fewer than two organisations took part' });
  }
  const due = Math.min(...plan.events.map((event) => event.notBefore));
  const late = revealed.filter((party) => (history.contributions.get(party.id)?.revealed?.time ?? 0) >= due);
  if (late.length > 0) {
    const names = late.map((party) => party.id);
    history.warnings.push({
      zh: `在公共事件应已发生之后才揭示：${names.join('、')}`,
      en: `revealed after a public event was due: ${names.join(', ')}`,
    });
  }
}

/** Reads the entries of a draw, sorted by seq. `needsWitnesses`: the policy of the plan has a quorum. */
export function readHistory(plan: Plan, entries: Entry[], needsWitnesses: boolean): History {
  const order = new Order(plan, needsWitnesses);
  let before: Entry | undefined;
  for (const entry of entries) {
    if (before && (entry.seq <= before.seq || entry.time < before.time)) {
      refuse(entry.file, 0, '时间或序号倒退', 'goes back in time or in number');
    }
    order.step(entry);
    before = entry;
  }
  if (!before) refuse('log/', 0, '日志里没有这次抽取', 'the log has nothing of this draw');
  checkCommitments(plan, order.history);
  warnings(plan, order.history);
  return order.history;
}
