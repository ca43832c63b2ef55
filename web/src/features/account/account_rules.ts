import { administrators, type OrganUnit } from '@/api/types';

/// The message key of what is wrong with this choice of roles, or null. The server decides; this only says it earlier.
export function rolesProblem(chosen: readonly string[]): 'account.rolesMissing' | 'account.rolesExclusive' | null {
  if (chosen.length === 0) return 'account.rolesMissing';
  if (chosen.length > 1 && chosen.some((role) => (administrators as readonly string[]).includes(role))) return 'account.rolesExclusive';
  return null;
}

/// Where to go after signing in: the page that was asked for, if it is one of ours.
export function returnPath(asked: unknown): string {
  return typeof asked === 'string' && /^\/(?![/\\])/.test(asked) && !asked.startsWith('/login') ? asked : '/';
}

/// "Chrome · Windows": what a User-Agent says in words people know; the rest of it as it is.
export function agentWords(agent: string): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : '';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS X/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : '';
  if (browser === '') return agent === '' ? '—' : agent.slice(0, 60);
  return system === '' ? browser : `${browser} · ${system}`;
}

/// The tree as lines from top to bottom, each with how deep it stands; a unit whose parent is unknown stands at the top.
export function treeRows(units: readonly OrganUnit[]): (OrganUnit & { depth: number })[] {
  const known = new Set(units.map((unit) => unit.code));
  const below = (parent: string, depth: number): (OrganUnit & { depth: number })[] =>
    units.filter((unit) => (known.has(unit.parent) ? unit.parent : '') === parent).flatMap((unit) => [{ ...unit, depth }, ...below(unit.code, depth + 1)]);
  return below('', 0);
}
