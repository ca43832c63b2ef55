// The device's own small application: no menu, no account, no kit of components.
import JoinApp from '@/app/JoinApp.vue';
import { joinMessages } from '@/features/draw/join_messages';
import { uiMessages } from '@/ui/messages';
import { createApp } from 'vue';
import { createI18n } from 'vue-i18n';

const wanted = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
const i18n = createI18n({
  legacy: false,
  locale: wanted === 'en' ? 'en' : 'zh',
  fallbackLocale: 'zh',
  messages: { zh: { ui: uiMessages.zh, join: joinMessages.zh }, en: { ui: uiMessages.en, join: joinMessages.en } } as never,
});
createApp(JoinApp).use(i18n).mount('#app');
