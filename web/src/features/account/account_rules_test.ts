import { expect, test } from 'vitest';
import { returnPath, rolesProblem } from '@/features/account/account_rules';

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
