// A thing the user asked for: busy while it runs (so that a double click does it once), and its refusal in their language.
import { failureText } from '@/api/failure';
import { ref } from 'vue';
import { useI18n } from 'vue-i18n';

export function useAction() {
  const busy = ref(false);
  const failure = ref('');
  const { locale } = useI18n();

  /// True when `work` went through.
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    failure.value = '';
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = failureText(error, locale.value);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, failure, run };
}
