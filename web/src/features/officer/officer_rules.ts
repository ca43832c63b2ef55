// What the lists of officers show, in words and tones.
import type { CertificateWarning, FormField } from '@/api/types';

const stateKeys: Record<string, string> = { 在岗: 'onDuty', 请假: 'onLeave', 借调: 'seconded', 离岗: 'departed' };

/// The message key of a state.
export function officerState(state: string): string {
  return `officer.${stateKeys[state] ?? 'onDuty'}`;
}

export function warningTone(warning: CertificateWarning): 'bad' | 'warn' | 'plain' {
  if (warning.days_left < 0) return 'bad';
  return warning.level <= 30 ? 'warn' : 'plain';
}

export function urgentFirst<Warning extends CertificateWarning>(warnings: readonly Warning[]): Warning[] {
  return [...warnings].sort((a, b) => a.days_left - b.days_left);
}

/// The fields that a form changed, with what they are to say.
export function changedFields(before: readonly FormField[], now: Readonly<Record<string, string>>): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const field of before) {
    const value = (now[field.name] ?? '').trim();
    if (value !== field.value) changed[field.name] = value;
  }
  return changed;
}

/// Days are typed with the browser's own control.
export function isDay(field: FormField): boolean {
  return /日期|有效期至/.test(field.title) && !field.title.includes('证编号');
}

/// The parts of a long form, in the order of the directory.
export const formParts: readonly { key: string; fields: readonly string[] }[] = [
  { key: 'person', fields: ['name', 'employee_no', 'sex', 'unit', 'department', 'post', 'duties', 'on_post_since', 'hired_on'] },
  { key: 'state', fields: ['state', 'state_from', 'state_to', 'auxiliary', 'base_load'] },
  { key: 'certificates', fields: ['certificate_no', 'certificate_from', 'certificate_to', 'certificate_state', 'second_certificate_no', 'second_certificate_from', 'second_certificate_to', 'second_certificate_state', 'more_certificates'] },
  { key: 'ability', fields: ['tags', 'competence', 'expert_fields', 'title', 'education', 'major'] },
  { key: 'private', fields: ['id_number', 'phone'] },
];
