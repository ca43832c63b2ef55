// The order of events (draw-v1 §2): every entry of the draw in turn, each where it may stand and with exactly its members.
import { compareBytes, fromHex, toHex } from './bytes';
import { commitmentOf, typedValue } from './hash';
import type { Entry } from './entry';
import type { Contribution, History } from './history';
import { ascending, Members } from './members';
import type { Plan } from './plan';
import { refuse } from './refusal';
import { combine } from './shamir';

export function emptyHistory(): History {
  return {
    terms: '',
    contributions: new Map(),
    rejected: [],
    delivered: new Set(),
    events: [],
    seed: undefined,
    attempts: [],
    coming: undefined,
    disclosed: 0,
    shares: new Map(),
    closed: undefined,
    voided: undefined,
    warnings: [],
  };
}

export function outOfOrder(entry: Entry): never {
  refuse(entry.file, 0, `${entry.kind} 不能出现在这里`, `${entry.kind} may not stand here`);
}

/** The value that `threshold` trustees' shares give, and the check of their form. */
export function openShares(plan: Plan, where: Members): string {
  const { trustees } = plan;
  if (!trustees) where.wrong('shares');
  const shares = where.list('shares').map((one) => {
    const share = new Members(one, where.file, ['share', 'trustee']);
    return { trustee: share.text('trustee'), share: share.hex('share') };
  });
  const names = shares.map((one) => one.trustee);
  const known = names.every((name) => trustees.ids.includes(name));
  if (shares.length !== trustees.threshold || !known || !ascending(names, compareBytes)) where.wrong('shares');
  return toHex(combine(shares.map((one) => ({ at: trustees.ids.indexOf(one.trustee) + 1, share: fromHex(one.share) }))));
}

/** From opening to the seed. */
export class Ceremony {
  private opened = false;
  private depositFailed = false;

  constructor(
    readonly plan: Plan,
    readonly history: History,
  ) {}

  /** Nothing but a void may follow a failed deposit, and nothing at all may come before opening. */
  guard(entry: Entry): void {
    if (this.opened === (entry.kind === 'draw.opened')) outOfOrder(entry);
    if (this.depositFailed && entry.kind !== 'draw.voided') outOfOrder(entry);
  }

  get beforeEvents(): boolean {
    return this.history.events.length === 0 && this.history.seed === undefined;
  }
  private get mayReveal(): boolean {
    return this.history.attempts.length === 1 && this.beforeEvents;
  }

  private partyIds(): string[] {
    return this.plan.parties.map((party) => party.id);
  }
  private sealedIds(): string[] {
    return this.plan.sealed.map((share) => share.id);
  }

  open(entry: Entry): void {
    const data = new Members(entry.data, entry.file, ['task', 'terms']);
    data.text('task');
    this.history.terms = data.hex('terms');
    this.opened = true;
  }

  commit(entry: Entry): void {
    const { plan, history } = this;
    const data = new Members(entry.data, entry.file, ['commitment', 'party', ...(plan.trustees ? ['deposit'] : [])]);
    const party = data.text('party', (id) => [...this.partyIds(), ...this.sealedIds()].includes(id));
    if (history.attempts.length > 0 || history.contributions.has(party)) outOfOrder(entry);
    if (plan.trustees) {
      const trustees = data.list('deposit').map((one) => {
        const box = new Members(one, entry.file, ['box', 'trustee']);
        box.hex('box', 160);
        return box.text('trustee');
      });
      if (trustees.join() !== plan.trustees.ids.join()) data.wrong('deposit');
    }
    const commitment = data.hex('commitment');
    history.contributions.set(party, { commitment, committed: entry, value: undefined, revealed: undefined });
  }

  /** The first sealing asks for enough commitments; later ones have their own reason. */
  requireCommitments(entry: Entry): void {
    const committed = this.partyIds().filter((id) => this.history.contributions.has(id)).length;
    const shares = this.sealedIds().every((id) => this.history.contributions.has(id));
    if (committed < this.plan.minParties || !shares) {
      refuse(entry.file, 0, '承诺还不够就封存了名单', 'sealed before there were enough commitments');
    }
  }

  /** A contribution that is committed to, not yet revealed, and may be now. */
  private waiting(entry: Entry, party: string, ids: string[]): Contribution {
    const contribution = ids.includes(party) ? this.history.contributions.get(party) : undefined;
    if (!this.mayReveal || !contribution || contribution.value !== undefined || this.history.delivered.has(party)) {
      outOfOrder(entry);
    }
    return contribution;
  }

  private accept(entry: Entry, party: string, value: string): void {
    const contribution = this.waiting(entry, party, this.partyIds());
    if (commitmentOf(this.plan.drawId, party, value) !== contribution.commitment) {
      refuse(entry.file, 0, `${party} 揭示的数与其承诺不符`, `${party} revealed something else than committed to`);
    }
    contribution.value = value;
    contribution.revealed = entry;
  }

  reveal(entry: Entry): void {
    const data = new Members(entry.data, entry.file, ['party', 'value'], ['typed']);
    const value = data.hex('value');
    if (data.has('typed') && typedValue(data.text('typed')) !== value) data.wrong('typed');
    this.accept(entry, data.text('party'), value);
  }

  reject(entry: Entry): void {
    const data = new Members(entry.data, entry.file, ['commitment', 'party']);
    const party = data.text('party');
    const contribution = this.waiting(entry, party, this.partyIds());
    if (data.hex('commitment') === contribution.commitment) data.wrong('commitment');
    this.history.rejected.push(party);
  }

  openDeposit(entry: Entry): void {
    const data = new Members(entry.data, entry.file, ['party', 'shares', 'value']);
    if (openShares(this.plan, data) !== data.hex('value')) data.wrong('value');
    this.accept(entry, data.text('party'), data.hex('value'));
  }

  failDeposit(entry: Entry): void {
    const data = new Members(entry.data, entry.file, ['party', 'shares']);
    const party = data.text('party');
    const contribution = this.waiting(entry, party, [...this.partyIds(), ...this.sealedIds()]);
    if (commitmentOf(this.plan.drawId, party, openShares(this.plan, data)) === contribution.commitment) {
      data.wrong('shares');
    }
    this.depositFailed = true;
  }

  deliver(entry: Entry): void {
    const share = new Members(entry.data, entry.file, ['share']).text('share');
    this.waiting(entry, share, this.sealedIds());
    if (entry.private === undefined) refuse(entry.file, 0, '缺少保密部分', 'has no private part');
    this.history.delivered.add(share);
  }

  private endReveals(entry: Entry): void {
    const { plan, history } = this;
    const delivered = this.sealedIds().every((id) => history.delivered.has(id));
    const missing = this.partyIds().some((id) => {
      const contribution = history.contributions.get(id);
      return contribution !== undefined && contribution.value === undefined;
    });
    if (history.attempts.length !== 1 || !delivered || (plan.trustees && missing)) outOfOrder(entry);
  }

  recordEvent(entry: Entry): void {
    const { plan, history } = this;
    const planned = plan.events[history.events.length];
    if (history.seed || !planned) outOfOrder(entry);
    if (history.events.length === 0) this.endReveals(entry);
    const optional = planned.kind === 'drand' ? ['signature'] : [];
    const data = new Members(entry.data, entry.file, ['content', 'kind', 'name'], optional);
    if (data.text('kind') !== planned.kind || data.text('name') !== planned.name) {
      refuse(entry.file, 0, '不是计划中的下一个公共事件', 'is not the planned event');
    }
    if (entry.time < planned.notBefore) {
      refuse(entry.file, 0, '早于该事件的最早时间', 'was recorded before the event could have happened');
    }
    const signature = data.has('signature')
      ? data.text('signature', (text) => /^[0-9a-f]+$/.test(text) && (text.length === 96 || text.length === 192))
      : undefined;
    history.events.push({ entry, content: data.text('content'), signature });
  }

  fixSeed(entry: Entry): void {
    const { plan, history } = this;
    if (history.seed || history.events.length !== plan.events.length) outOfOrder(entry);
    if (plan.events.length === 0) this.endReveals(entry);
    const pin = plan.embargo ? 'sealed_seed' : 'seed';
    const data = new Members(entry.data, entry.file, ['dropped', 'parties', pin]);
    const inTime = (id: string): boolean => history.contributions.get(id)?.value !== undefined;
    const parties = this.partyIds().filter(inTime);
    const dropped = this.partyIds().filter((id) => !inTime(id));
    if (data.texts('parties').join() !== parties.join()) data.wrong('parties');
    if (data.texts('dropped').join() !== dropped.join()) data.wrong('dropped');
    if (parties.length < plan.minParties) {
      refuse(entry.file, 0, '及时揭示的参与方太少', 'too few parties revealed in time');
    }
    history.seed = { entry, pin: data.hex(pin), parties, dropped };
  }

  void(entry: Entry): void {
    new Members(entry.data, entry.file, ['reason']).text('reason');
    if (!this.beforeEvents) outOfOrder(entry);
    this.history.voided = entry;
  }
}
