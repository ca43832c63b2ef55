// Who is signed in, and what they may do.
import { get, post, setCsrf, whenSignedOut } from '@/api/client';
import { Failure } from '@/api/failure';
import type { Permission, Session, Status } from '@/api/types';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

export const useSession = defineStore('session', () => {
  const status = ref<Status | null>(null);
  const session = ref<Session | null>(null);
  /// True when the server ended a session we had: the login page then says so.
  const expired = ref(false);

  const account = computed(() => session.value?.account ?? null);
  const permissions = computed(() => new Set(session.value?.permissions ?? []));

  const unfinished = computed(() => session.value?.unfinished ?? false);
  const factor = computed(() => session.value?.factor ?? null);

  whenSignedOut(() => {
    forget();
    expired.value = true;
  });

  /// Reads /api/status and, once set up, /api/me; not being signed in is no failure here.
  async function start(): Promise<void> {
    await refreshStatus();
    if (status.value?.needs_setup) return;
    try {
      keep(await get<Session>('/api/me'));
    } catch (error) {
      if (!(error instanceof Failure) || error.status !== 401) throw error;
    }
  }

  async function refreshStatus(): Promise<void> {
    status.value = await get<Status>('/api/status');
  }

  /// `code`: of the second factor, once it was asked for.
  async function signIn(login: string, password: string, code = ''): Promise<void> {
    const answer = await post<Session>('/api/login', code === '' ? { login, password } : { login, password, code });
    setCsrf(answer.csrf);
    keep(await get<Session>('/api/me'));
  }

  /// Reads again what may have changed: the second factor, the roles.
  async function renew(): Promise<void> {
    keep(await get<Session>('/api/me'));
  }

  /// After setup the server has signed the first administrator in already.
  async function adopt(): Promise<void> {
    await refreshStatus();
    keep(await get<Session>('/api/me'));
  }

  async function signOut(): Promise<void> {
    try {
      await post('/api/logout');
    } finally {
      forget();
      expired.value = false;
    }
  }

  function keep(value: Session): void {
    session.value = value;
    expired.value = false;
    setCsrf(value.csrf);
  }

  function forget(): void {
    session.value = null;
    setCsrf('');
  }

  function may(permission: Permission): boolean {
    return permissions.value.has(permission);
  }

  return { status, session, account, expired, start, refreshStatus, signIn, signOut, adopt, renew, may, unfinished, factor };
});
