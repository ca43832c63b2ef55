// What waits for whom, out of what the lists say.
import type { Account, Draw, DrawStep, ItemVersion, Task } from '@/api/types';

export interface Todo {
  /// Message key and its values.
  text: string;
  values: Record<string, string | number>;
  to: string;
}

export interface ClerkWork {
  objects: number | null;
  drawable: number;
  items: readonly ItemVersion[];
  tasks: readonly Task[];
  draws: readonly Draw[];
}

/// In the order in which the work is done, so that the first line is always the one to start with.
export function clerkTodos(work: ClerkWork): Todo[] {
  const todos: Todo[] = [];
  const drafts = work.items.filter((item) => item.state === 'draft').length;
  const open = work.draws.filter((draw) => draw.state !== 'closed' && draw.state !== 'voided');
  const draftTasks = work.tasks.filter((task) => task.state === 'draft');
  for (const draw of open) todos.push(drawTodo(draw));
  if (work.objects === 0) todos.push({ text: 'home.objectsEmpty', values: {}, to: '/import/objects' });
  if (work.drawable === 0) todos.push({ text: 'home.officersEmpty', values: {}, to: '/import/officers' });
  if (drafts > 0) todos.push({ text: 'home.itemsDraft', values: { n: drafts }, to: '/items' });
  for (const task of draftTasks) todos.push({ text: 'home.tasksDraft', values: { name: task.name }, to: `/tasks/${task.id}` });
  if (work.tasks.length === 0) todos.push({ text: 'home.tasksNone', values: {}, to: '/tasks/new' });
  return todos;
}

const mainRoad: readonly DrawStep[] = ['commit', 'seal', 'witness', 'reveal', 'deliver', 'event', 'seed', 'result', 'assign', 'disclose', 'reveal_shares', 'close'];

/// `state` and `step` are message keys, put into words by the page.
export function drawTodo(draw: Draw): Todo {
  const step = draw.next.find((one) => mainRoad.includes(one)) ?? draw.next[0] ?? 'close';
  return { text: 'home.drawNext', values: { name: draw.task.name, state: `word.drawState.${draw.state}`, step: `home.steps.${step}` }, to: `/draws/${draw.draw_id}` };
}

const approvals: readonly DrawStep[] = ['redraw_approve', 'extend_approve', 'substitute_approve'];

export function leaderTodos(draws: readonly Draw[]): Todo[] {
  return draws.flatMap((draw) =>
    approvals.filter((step) => draw.next.includes(step)).map((step) => ({ text: 'home.drawApprove', values: { name: draw.task.name, step: `home.steps.${step}` }, to: `/draws/${draw.draw_id}` })),
  );
}

export function administratorTodos(accounts: readonly Account[]): Todo[] {
  const waiting = accounts.filter((account) => account.state === 'created').length;
  if (accounts.length <= 1) return [{ text: 'home.accountsNone', values: {}, to: '/accounts' }];
  if (waiting > 0) return [{ text: 'home.accountsWaiting', values: { n: waiting }, to: '/accounts' }];
  return [{ text: 'home.accountsFine', values: { n: accounts.length }, to: '/accounts' }];
}
