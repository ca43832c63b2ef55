// The form that opens a draw, and what of it is sent.
import type { DrawMode, EventInput, PartyInput } from '@/api/types';
import { partyId, revealByDefault } from '@/features/draw/draw_rules';
import { eventNameFor, nextTime } from '@/features/draw/event_rules';
import { instantFromBeijing } from '@/ui/format';

export interface OpenForm {
  mode: DrawMode;
  keepers: { organisation: string }[];
  revealBy: string;
  parties: PartyInput[];
  minParties: number;
  events: EventInput[];
  trustees: { id: string; organisation: string; key: string }[];
  threshold: number;
}

export function emptyForm(organ: string, lastDay: string | undefined, now: Date): OpenForm {
  return {
    mode: 'embargo',
    keepers: [{ organisation: '' }, { organisation: '' }],
    revealBy: revealByDefault(lastDay, now),
    parties: [
      { id: partyId(0), organisation: organ, role: 'operator' },
      { id: partyId(1), organisation: '', role: 'supervisor' },
    ],
    minParties: 2,
    events: [newEvent('ssq', now)],
    trustees: [],
    threshold: 2,
  };
}

export function newEvent(kind: string, now: Date): EventInput {
  const not_before = nextTime(kind, now);
  return { kind, name: eventNameFor(kind, not_before), not_before };
}

/// The body of POST /api/draws. What the mode does not have is left out.
export function openBody(task: string, form: OpenForm): object {
  const reveal_by = instantFromBeijing(form.revealBy);
  return {
    task,
    mode: form.mode,
    ...(form.mode === 'embargo' ? { sealed: form.keepers.map((keeper) => (keeper.organisation.trim() === '' ? {} : { organisation: keeper.organisation.trim() })) } : {}),
    ...(form.mode === 'embargo' && reveal_by !== '' ? { embargo: { reveal_by } } : {}),
    ...(form.trustees.length > 0 ? { trustees: { threshold: form.threshold, keys: form.trustees } } : {}),
    parties: form.parties,
    min_parties: form.minParties,
    events: form.events.map((event) => ({ ...event, not_before: instantFromBeijing(event.not_before) })),
  };
}
