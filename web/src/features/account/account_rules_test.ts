import { expect, test } from 'vitest';
import { agentWords, returnPath, rolesProblem, treeRows } from '@/features/account/account_rules';

test('administrators stand alone', () => {
  expect(rolesProblem([])).toBe('account.rolesMissing');
  expect(rolesProblem(['system_admin', 'clerk'])).toBe('account.rolesExclusive');
  expect(rolesProblem(['clerk', 'leader'])).toBeNull();
  expect(rolesProblem(['audit_admin'])).toBeNull();
});

test('after signing in one returns only to a page of ours', () => {
  expect(returnPath('/tasks/t1?x=1')).toBe('/tasks/t1?x=1');
  for (const foreign of ['//evil.example', 'https://evil.example', '/\\evil.example', '/login?to=/login', undefined, ['a']]) expect(returnPath(foreign)).toBe('/');
});

test('a browser is named in words people know', () => {
  expect(agentWords('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36')).toBe('Chrome · Windows');
  expect(agentWords('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1')).toBe('Safari · iOS');
  expect(agentWords('curl/8.5')).toBe('curl/8.5');
  expect(agentWords('')).toBe('—');
});

test('the tree is read from top to bottom', () => {
  const unit = (code: string, parent: string) => ({ code, parent, kind: 'region' as const, name: code, open: true });
  const rows = treeRows([unit('b', 'a'), unit('a', ''), unit('c', 'b'), unit('lost', 'nowhere')]);
  expect(rows.map((row) => `${row.depth}${row.code}`)).toEqual(['0a', '1b', '2c', '0lost']);
});
