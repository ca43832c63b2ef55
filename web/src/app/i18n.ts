// Every part's texts, put together. Chinese first; the choice is remembered in this browser.
import { lookMessages } from '@/api/look_messages';
import { wordMessages } from '@/api/words';
import { meMessages } from '@/features/account/me_messages';
import { accountMessages } from '@/features/account/messages';
import { organMessages } from '@/features/account/organ_messages';
import { roleMessages } from '@/features/account/role_messages';
import { calendarMessages } from '@/features/calendar/messages';
import { changeMessages } from '@/features/draw/change_messages';
import { embargoMessages } from '@/features/draw/embargo_messages';
import { joinMessages } from '@/features/draw/join_messages';
import { drawMessages } from '@/features/draw/messages';
import { exchangeMessages } from '@/features/exchange/messages';
import { homeMessages } from '@/features/home/messages';
import { importMessages } from '@/features/import/messages';
import { itemMessages } from '@/features/item/messages';
import { journalMessages } from '@/features/journal/messages';
import { officerMessages } from '@/features/officer/messages';
import { parameterMessages } from '@/features/parameter/messages';
import { rollMessages } from '@/features/roll/messages';
import { taskMessages } from '@/features/task/messages';
import { witnessMessages } from '@/features/witness/messages';
import { appMessages } from '@/app/messages';
import { uiMessages } from '@/ui/messages';
import { createI18n } from 'vue-i18n';

export type Language = 'zh' | 'en';

const parts = {
  app: appMessages,
  ui: uiMessages,
  word: wordMessages,
  look: lookMessages,
  account: accountMessages,
  me: meMessages,
  role: roleMessages,
  organ: organMessages,
  witness: witnessMessages,
  exchange: exchangeMessages,
  home: homeMessages,
  roll: rollMessages,
  import: importMessages,
  officer: officerMessages,
  calendar: calendarMessages,
  parameter: parameterMessages,
  item: itemMessages,
  task: taskMessages,
  draw: drawMessages,
  embargo: embargoMessages,
  change: changeMessages,
  join: joinMessages,
  journal: journalMessages,
};

export function messagesOf(language: Language): Record<string, object> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part[language]]));
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh',
  messages: { zh: messagesOf('zh'), en: messagesOf('en') } as never,
});

// createI18n's type unfolds every message of the product, which is too deep for the compiler: the one member used is named.
const chosen = i18n.global.locale as unknown as { value: Language };

export function language(): Language {
  return chosen.value;
}

export function setLanguage(language: Language): void {
  chosen.value = language;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  localStorage.setItem('language', language);
}

function remembered(): Language {
  return localStorage.getItem('language') === 'en' ? 'en' : 'zh';
}
