// A device that takes part in a ceremony: what its link says, what it keeps, and what its page shows.
import type { Joined } from '@/api/types';
import { commitmentOf, findValue, isValue, typedValue } from '@/features/draw/commitment';

export interface Invite {
  draw: string;
  party: string;
  token: string;
}

/// "#<draw>.<party>.<token>", as it stands behind /join; null when it is none.
export function inviteOf(hash: string): Invite | null {
  const parts = /^#?([a-z0-9-]{1,64})\.([a-z0-9-]{1,32})\.([0-9A-Za-z_-]{8,128})$/.exec(hash);
  return parts ? { draw: parts[1] ?? '', party: parts[2] ?? '', token: parts[3] ?? '' } : null;
}

export function isSealedShare(party: string): boolean {
  return party === 'sealed-1' || party === 'sealed-2';
}

/// What this device keeps until the reveal: its number, or the throws that were typed.
export interface Kept {
  value: string;
  typed: string | null;
}
export function keptOf(text: string, dice: boolean): Kept | null {
  const clean = text.trim();
  if (clean === '') return null;
  if (dice) return { value: typedValue(clean), typed: clean };
  const value = findValue(clean);
  return value === null ? null : { value, typed: null };
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/// Kept under the draw and the party, so that one phone can serve two ceremonies without mixing them up. A browser that
/// refuses to store anything is no reason to stop: the number is on the slip.
export class Keeper {
  private readonly key: string;
  constructor(invite: Invite, private readonly shelf: Shelf) {
    this.key = `sunlot/${invite.draw}/${invite.party}`;
  }
  read(): Kept | null {
    try {
      const kept = JSON.parse(this.shelf.getItem(this.key) ?? 'null') as Partial<Kept> | null;
      return kept && typeof kept.value === 'string' && isValue(kept.value) ? { value: kept.value, typed: typeof kept.typed === 'string' ? kept.typed : null } : null;
    } catch {
      return null;
    }
  }
  keep(kept: Kept): boolean {
    try {
      this.shelf.setItem(this.key, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }
}

export type Screen = 'commit' | 'waitSeal' | 'reveal' | 'deliver' | 'revealed' | 'delivered' | 'late' | 'voided';

/// The one thing this device shows, out of the server's word.
export function screenOf(joined: Joined): Screen {
  if (joined.draw.state === 'voided') return 'voided';
  const sealed = isSealedShare(joined.party.id);
  switch (joined.step) {
    case 'commit':
      return 'commit';
    case 'wait':
      return 'waitSeal';
    case 'reveal':
      return sealed ? 'deliver' : 'reveal';
    case 'deliver':
      return 'deliver';
    case 'done':
      return sealed ? 'delivered' : 'revealed';
    case 'late':
      return 'late';
  }
}

export function commitmentOfKept(invite: Invite, kept: Kept): string {
  return commitmentOf(invite.draw, invite.party, kept.value);
}

/// How long to wait before asking again: a breath while others work, longer once nothing more is wanted of us.
export function pauseFor(screen: Screen | null): number {
  if (screen === 'waitSeal') return 2000;
  return screen === null || screen === 'commit' || screen === 'reveal' || screen === 'deliver' ? 4000 : 10_000;
}
