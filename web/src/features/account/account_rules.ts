import { administrators, type Role } from '@/api/types';

/// The message key of what is wrong with this choice of roles, or null. The server decides; this only says it earlier.
export function rolesProblem(chosen: readonly Role[]): 'account.rolesMissing' | 'account.rolesExclusive' | null {
  if (chosen.length === 0) return 'account.rolesMissing';
  if (chosen.length > 1 && chosen.some((role) => administrators.includes(role))) return 'account.rolesExclusive';
  return null;
}

/// Where to go after signing in: the page that was asked for, if it is one of ours.
export function returnPath(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/login') ? asked : '/';
}
