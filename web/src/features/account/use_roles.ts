// The roles there are, read once for all who show or choose them.
import { get } from '@/api/client';
import { roles as houseRoles, type RoleList } from '@/api/types';
import { ref } from 'vue';
import { useI18n } from 'vue-i18n';

const known = ref<RoleList | null>(null);
let asked: Promise<void> | null = null;

export function useRoles() {
  const { t, locale } = useI18n();

  async function reload(): Promise<void> {
    known.value = await get<RoleList>('/api/roles');
  }

  /// Reads them unless they were read already. A failure leaves the ids in place of the names.
  function need(): Promise<void> {
    asked ??= reload().catch(() => {
      asked = null;
    });
    return asked;
  }

  function roleTitle(id: string): string {
    if ((houseRoles as readonly string[]).includes(id)) return t(`word.role.${id}`);
    void need();
    const row = known.value?.rows.find((role) => role.id === id);
    return row ? (locale.value === 'en' ? row.title.en : row.title.zh) : id;
  }
  return { known, need, reload, roleTitle };
}
