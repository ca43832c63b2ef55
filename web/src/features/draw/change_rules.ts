// Substitutions and extensions as the forms hold them, and what of them is sent.
import { parseRatio } from '@/api/quota';
import type { Quota, Substitution } from '@/api/types';

// The server's closed lists (GET /api/substitution-reasons), in its order.
export const objectReasons = ['deregistered', 'revoked', 'moved', 'suspended', 'not_found', 'duplicate', 'out_of_scope', 'force_majeure'] as const;
export const officerReasons = ['recused', 'ill', 'on_leave', 'certificate', 'departed', 'seconded', 'duty'] as const;

export interface SubstitutionForm {
  what: 'object' | 'officer';
  line: number;
  slot: number;
  reason: string;
  text: string;
  /// Who else cannot go.
  also: string[];
}

/// The body of POST …/substitutions. `holder` has the slot now and is always among those who cannot go.
export function substitutionBody(form: SubstitutionForm, holder: string | undefined): object {
  const base = { what: form.what, line: form.line, reason: form.reason, text: form.text.trim() };
  if (form.what === 'object') return { ...base, unavailable: [...new Set(form.also)].sort() };
  return { ...base, slot: form.slot, unavailable: [...new Set([...(holder === undefined ? [] : [holder]), ...form.also])].sort() };
}

export interface QuotaForm {
  label: string;
  kind: 'keep' | 'ratio' | 'number' | 'all';
  ratio: string;
  number: number;
}

/// The strata whose quota is to rise; null while a ratio cannot be read or nothing would change.
export function higherQuotas(forms: readonly QuotaForm[]): { label: string; quota: Quota }[] | null {
  const out: { label: string; quota: Quota }[] = [];
  for (const form of forms) {
    if (form.kind === 'keep') continue;
    const ratio = form.kind === 'ratio' ? parseRatio(form.ratio) : null;
    if (form.kind === 'ratio' && ratio === null) return null;
    out.push({ label: form.label, quota: ratio ? { ratio } : form.kind === 'number' ? form.number : 'all' });
  }
  return out.length > 0 ? out : null;
}

/// What substitutions have made of a line of the list: replaced by another one, come in for one, or nothing.
export function fateOf(line: number | undefined, attempt: number, substitutions: readonly Substitution[]): 'replaced' | 'came_in' | null {
  const approved = substitutions.filter((one) => one.state === 'approved' && one.what === 'object' && one.attempt === attempt);
  if (line === undefined) return null;
  if (approved.some((one) => one.line === line)) return 'replaced';
  return approved.some((one) => one.replacement === line) ? 'came_in' : null;
}
