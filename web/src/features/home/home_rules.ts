// What waits for whom, out of what the lists say.
import type { Account, Draw, DrawStep, ItemRow, Task } from '@/api/types';

export interface Todo {
  /// Message key and its values.
  text: string;
  values: Record<string, string | number>;
  to: string;
}

export interface ClerkWork {
  objects: number | null;
  drawable: number;
  items: readonly ItemRow[];
  tasks: readonly Task[];
  draws: readonly Draw[];
}

/// How many items have a version in that state, in force beside it or not.
function inState(items: readonly ItemRow[], state: ItemRow['state']): number {
  return items.filter((item) => (item.pending ?? item).state === state).length;
}

/// In the order in which the work is done, so that the first line is always the one to start with.
export function clerkTodos(work: ClerkWork): Todo[] {
  const todos: Todo[] = [];
  const drafts = inState(work.items, 'draft');
  const reviewed = inState(work.items, 'reviewed');
  const open = work.draws.filter((draw) => draw.state !== 'closed' && draw.state !== 'voided');
  const draftTasks = work.tasks.filter((task) => task.state === 'draft');
  for (const draw of open) todos.push(drawTodo(draw));
  if (work.objects === 0) todos.push({ text: 'home.objectsEmpty', values: {}, to: '/import/objects' });
  if (work.drawable === 0) todos.push({ text: 'home.officersEmpty', values: {}, to: '/import/officers' });
  if (drafts > 0) todos.push({ text: 'home.itemsDraft', values: { n: drafts }, to: '/items' });
  if (reviewed > 0) todos.push({ text: 'home.itemsReviewed', values: { n: reviewed }, to: '/items' });
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

export function leaderTodos(draws: readonly Draw[], items: readonly ItemRow[]): Todo[] {
  const waiting = inState(items, 'submitted');
  const review: Todo[] = waiting > 0 ? [{ text: 'home.itemsReview', values: { n: waiting }, to: '/items/review' }] : [];
  const approvable = draws.flatMap((draw) =>
    approvals.filter((step) => draw.next.includes(step)).map((step) => ({ text: 'home.drawApprove', values: { name: draw.task.name, step: `home.steps.${step}` }, to: `/draws/${draw.draw_id}` })),
  );
  return [...review, ...approvable];
}

export function administratorTodos(accounts: readonly Account[]): Todo[] {
  const waiting = accounts.filter((account) => account.state === 'created').length;
  if (accounts.length <= 1) return [{ text: 'home.accountsNone', values: {}, to: '/accounts' }];
  if (waiting > 0) return [{ text: 'home.accountsWaiting', values: { n: waiting }, to: '/accounts' }];
  return [{ text: 'home.accountsFine', values: { n: accounts.length }, to: '/accounts' }];
}
