import { describe, expect, test } from 'vitest';
import type { Draw, ItemRow, Task } from '@/api/types';
import { administratorTodos, clerkTodos, drawTodo, leaderTodos } from '@/features/home/home_rules';

const draw = (next: string[], state = 'sealed') => ({ draw_id: 'd', task: { name: '抽查' }, state, next }) as unknown as Draw;
const item = (state: string, pending: string | null = null) => ({ state, pending: pending === null ? null : { state: pending } }) as ItemRow;

describe('what waits for a clerk', () => {
  test('on an empty system begins with the directory', () => {
    const todos = clerkTodos({ objects: 0, drawable: 0, items: [item('draft'), item('draft')], tasks: [], draws: [] });
    expect(todos.map((todo) => todo.text)).toEqual(['home.objectsEmpty', 'home.officersEmpty', 'home.itemsDraft', 'home.tasksNone']);
    expect(todos[2]?.values).toEqual({ n: 2 });
  });
  test('puts a draw in progress first, with its step on the main road', () => {
    const todos = clerkTodos({ objects: 9, drawable: 4, items: [item('published')], tasks: [{ state: 'draft', id: 't', name: 'n' } as Task], draws: [draw(['void', 'reveal', 'event']), draw([], 'closed')] });
    expect(todos.map((todo) => todo.text)).toEqual(['home.drawNext', 'home.tasksDraft']);
    expect(drawTodo(draw(['void', 'reveal'])).values['step']).toBe('home.steps.reveal');
  });
});

test('a leader is called only to what needs approval', () => {
  expect(leaderTodos([draw(['redraw_approve']), draw(['result'])], [item('published')])).toHaveLength(1);
  expect(leaderTodos([], [item('published', 'submitted'), item('submitted')])).toEqual([{ text: 'home.itemsReview', values: { n: 2 }, to: '/items/review' }]);
  expect(leaderTodos([draw(['close', 'substitute_approve', 'extend_approve'])], []).map((todo) => todo.values['step'])).toEqual(['home.steps.extend_approve', 'home.steps.substitute_approve']);
});

test('an administrator hears of accounts that wait', () => {
  const account = (state: string) => ({ id: 'u', login: 'l', name: 'n', roles: [], state });
  expect(administratorTodos([account('active')])[0]?.text).toBe('home.accountsNone');
  expect(administratorTodos([account('active'), account('created')])[0]?.text).toBe('home.accountsWaiting');
  expect(administratorTodos([account('active'), account('active')])[0]?.text).toBe('home.accountsFine');
});
