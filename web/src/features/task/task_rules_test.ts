import { describe, expect, test } from 'vitest';
import type { Task } from '@/api/types';
import { parseRatio, showRatio } from '@/api/quota';
import { emptyTask, gradeProblems, reinspectionStrata, taskForm, taskInput, withParameters } from '@/features/task/task_rules';

describe('a ratio as people type it', () => {
  test.each([
    ['5%', [5, 100]],
    ['5 ％', [5, 100]],
    ['0.5%', [5, 1000]],
    ['100%', [100, 100]],
    ['1/2', [1, 2]],
    ['1／3', [1, 3]],
  ] as const)('%s', (text, ratio) => {
    expect(parseRatio(text)).toEqual(ratio);
  });
  test.each(['', '0%', '101%', '3/2', '0/5', '5', 'abc', '-5%'])('"%s" is none', (text) => {
    expect(parseRatio(text)).toBeNull();
  });
  test.each(['5%', '0.5%', '12.25%', '1/2', '2/3'])('%s comes back as it was', (text) => {
    const ratio = parseRatio(text);
    expect(ratio && showRatio(ratio)).toBe(text);
  });
});

describe('a task', () => {
  test('goes to the server and comes back unchanged', () => {
    const form = emptyTask('2026-11-22', '2026-12-31');
    const input = taskInput(form);
    expect(input?.strata.map((stratum) => stratum.quota)).toEqual([{ ratio: [5, 100] }, { ratio: [1, 2] }, 'all']);
    expect(taskForm({ ...(input as object), id: 't1', number: 'n', state: 'draft', draw: null } as Task)).toEqual(form);
  });
  test('that re-inspects a draw sends nothing but that draw as its pool, and comes back', () => {
    const form = { ...emptyTask('2026-11-22', '2026-12-31'), strata: reinspectionStrata() };
    form.pool = { ...form.pool, statuses: [], reinspects: 'lhrs-150802-2026-0001' };
    const input = taskInput(form);
    expect(input?.pool).toEqual({ reinspects: 'lhrs-150802-2026-0001' });
    expect(input?.strata.map((stratum) => stratum.label)).toEqual(['passed', 'cancelled', 'excluded']);
    expect(taskForm({ ...(input as object), id: 't1', number: 'n', state: 'draft', draw: null } as Task)).toEqual(form);
  });
  test('with a ratio that is none is not sent', () => {
    const form = emptyTask('2026-11-22', '2026-12-31');
    const [first] = form.strata;
    if (first) first.ratio = 'half';
    expect(taskInput(form)).toBeNull();
  });
  test("takes the bureau's own numbers where it has set them", () => {
    const form = withParameters(emptyTask('a', 'b'), [
      { name: 'task.annual_cap', value: '2' },
      { name: 'task.general_percent', value: '3' },
    ]);
    expect(form.exclusions).toMatchObject({ annual_cap: 2, window_months: 12 });
    expect(form.strata.map((stratum) => stratum.ratio)).toEqual(['3%', '1/2', '']);
  });
  test('starts with two officers for each firm', () => {
    expect(emptyTask('a', 'b').team).toHaveLength(2);
  });
});

test('grades in two strata and grades in none are told', () => {
  expect(gradeProblems([{ grades: ['A', 'B'] }, { grades: ['B'] }])).toEqual({ twice: ['B'], none: ['C', '未评'] });
});

test('the pool of a re-inspection, which names a draw only, opens with empty lists', () => {
  const task = { ...taskInput(emptyTask('2026-11-01', '2026-12-31')), pool: { reinspects: 'lhrs-150802-2026-0001' } } as unknown as Task;
  expect(taskForm(task).pool).toMatchObject({ reinspects: 'lhrs-150802-2026-0001', kinds: [], statuses: [] });
});
