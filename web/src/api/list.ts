// A list read page by page by keyset: what is shown, whether there is more, and what went wrong.
import { get } from '@/api/client';
import { failureText } from '@/api/failure';
import type { List } from '@/api/types';
import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';

export function useList<Row>(path: () => string, query: () => Record<string, string | number | undefined>) {
  const rows = shallowRef<Row[]>([]);
  const next = ref<string | null>(null);
  const total = ref<number | null>(null);
  const loading = ref(false);
  const failure = ref('');
  const { locale } = useI18n();
  let turn = 0; // an answer to an older question is thrown away

  async function read(after: string | undefined): Promise<void> {
    const mine = ++turn;
    loading.value = true;
    failure.value = '';
    try {
      const page = await get<List<Row>>(path(), { ...query(), after });
      if (mine !== turn) return;
      rows.value = after === undefined ? page.rows : [...rows.value, ...page.rows];
      next.value = page.next;
      if (after === undefined || page.total !== null) total.value = page.total;
    } catch (error) {
      if (mine === turn) failure.value = failureText(error, locale.value);
    } finally {
      if (mine === turn) loading.value = false;
    }
  }

  const reload = () => read(undefined);
  const more = () => (next.value === null ? Promise.resolve() : read(next.value));
  return { rows, next, total, loading, failure, reload, more };
}
