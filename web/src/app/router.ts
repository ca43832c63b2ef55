// Which page needs which permission, and where to go instead.
import { useSession } from '@/api/session';
import type { Permission } from '@/api/types';
import NotFound from '@/app/NotFound.vue';
import Login from '@/features/account/Login.vue';
import Home from '@/features/home/Home.vue';
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router';

declare module 'vue-router' {
  interface RouteMeta {
    /// Reachable without signing in.
    open?: boolean;
    permission?: Permission;
    /// Message key of the document's title.
    title?: string;
    /// Without the frame of menu and header.
    bare?: boolean;
  }
}

export const routes: RouteRecordRaw[] = [
  { path: '/setup', component: () => import('@/features/account/Setup.vue'), meta: { open: true, bare: true, title: 'account.setup' } },
  { path: '/login', component: Login, meta: { open: true, bare: true, title: 'account.signIn' } },
  { path: '/activate', component: () => import('@/features/account/Activate.vue'), meta: { open: true, bare: true, title: 'account.activate' } },
  { path: '/', component: Home, meta: { title: 'app.home' } },
  { path: '/accounts', component: () => import('@/features/account/Accounts.vue'), meta: { permission: 'account_read', title: 'account.accounts' } },
  { path: '/oidc', component: () => import('@/features/account/OidcReturn.vue'), meta: { open: true, bare: true, title: 'account.oidcReturn' } },
  { path: '/organs', component: () => import('@/features/account/Organs.vue'), meta: { permission: 'account_read', title: 'organ.title' } },
  { path: '/roles', component: () => import('@/features/account/Roles.vue'), meta: { permission: 'account_read', title: 'role.title' } },
  { path: '/me', component: () => import('@/features/account/MyAccount.vue'), meta: { title: 'me.title' } },
  { path: '/objects', component: () => import('@/features/roll/Roll.vue'), meta: { permission: 'roll_read', title: 'roll.title' } },
  { path: '/objects/:id', component: () => import('@/features/roll/ObjectPage.vue'), meta: { permission: 'roll_read', title: 'roll.title' } },
  { path: '/labels', component: () => import('@/features/roll/Labels.vue'), meta: { permission: 'roll_read', title: 'roll.labels' } },
  { path: '/grids', component: () => import('@/features/roll/Grids.vue'), meta: { permission: 'roll_read', title: 'roll.grids' } },
  { path: '/duplicates', component: () => import('@/features/roll/Duplicates.vue'), meta: { permission: 'roll_read', title: 'roll.duplicates' } },
  { path: '/import/:kind(objects|officers|history)', component: () => import('@/features/import/ImportWizard.vue'), meta: { permission: 'roll_import', title: 'import.title.objects' } },
  { path: '/officers', component: () => import('@/features/officer/Officers.vue'), meta: { permission: 'officer_read', title: 'officer.title' } },
  { path: '/officers/:id', component: () => import('@/features/officer/OfficerPage.vue'), meta: { permission: 'officer_read', title: 'officer.title' } },
  { path: '/calendar', component: () => import('@/features/calendar/Calendar.vue'), meta: { title: 'calendar.title' } },
  { path: '/parameters', component: () => import('@/features/parameter/Parameters.vue'), meta: { title: 'parameter.title' } },
  { path: '/items', component: () => import('@/features/item/Items.vue'), meta: { permission: 'item_read', title: 'item.title' } },
  { path: '/items/new', component: () => import('@/features/item/ItemEditor.vue'), meta: { permission: 'item_edit', title: 'item.create' } },
  { path: '/items/import', component: () => import('@/features/item/ItemImport.vue'), meta: { permission: 'item_edit', title: 'item.import' } },
  { path: '/items/review', component: () => import('@/features/item/ItemReview.vue'), meta: { permission: 'item_review', title: 'item.review' } },
  { path: '/items/:code', component: () => import('@/features/item/ItemPage.vue'), meta: { permission: 'item_read', title: 'item.title' } },
  { path: '/items/:code/edit', component: () => import('@/features/item/ItemEditor.vue'), meta: { permission: 'item_edit', title: 'item.editTitle' } },
  { path: '/tasks', component: () => import('@/features/task/Tasks.vue'), meta: { permission: 'task_read', title: 'task.title' } },
  { path: '/tasks/:id', component: () => import('@/features/task/TaskEditor.vue'), meta: { permission: 'task_read', title: 'task.title' } },
  { path: '/draws', component: () => import('@/features/draw/Draws.vue'), meta: { permission: 'draw_read', title: 'draw.title' } },
  { path: '/draws/new', component: () => import('@/features/draw/DrawOpen.vue'), meta: { permission: 'draw_run', title: 'draw.openTitle' } },
  { path: '/draws/:id', component: () => import('@/features/draw/DrawCeremony.vue'), meta: { permission: 'draw_read', title: 'draw.title' } },
  { path: '/screen/:id', component: () => import('@/features/draw/DrawScreen.vue'), meta: { permission: 'draw_read', bare: true, title: 'draw.screen' } },
  { path: '/journal', component: () => import('@/features/journal/Journal.vue'), meta: { permission: 'journal_read', title: 'journal.title' } },
  { path: '/exchange', component: () => import('@/features/exchange/Exchange.vue'), meta: { permission: 'exchange_read', title: 'exchange.title' } },
  { path: '/witnesses', component: () => import('@/features/witness/Witnesses.vue'), meta: { permission: 'witness_read', title: 'witness.title' } },
  { path: '/:rest(.*)*', component: NotFound, meta: { title: 'app.notFound' } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach((to) => guard(to));

/// Setup comes first of all; then signing in, remembering the page asked for; then the page's own permission.
function guard(to: RouteLocationNormalized): true | string | { path: string; query?: Record<string, string> } {
  const store = useSession();
  if (store.status?.needs_setup) return to.path === '/setup' ? true : '/setup';
  if (to.path === '/setup') return '/';
  if (to.meta.open) return true;
  if (!store.account) return { path: '/login', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
  if (store.unfinished && to.path !== '/me') return '/me';
  return to.meta.permission && !store.may(to.meta.permission) ? '/not-permitted' : true;
}
