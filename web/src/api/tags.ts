// Qualification tags as people read them: the few the product knows have a word, all others are shown as they are.
import { useI18n } from 'vue-i18n';

const known = ['lead', 'expert'];

export function useTags() {
  const { t } = useI18n();
  return (tag: string): string => (known.includes(tag) ? t(`word.tag.${tag}`) : tag);
}
