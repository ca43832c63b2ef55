// The office: everything for people with accounts.
import { useSession } from '@/api/session';
import { Failure } from '@/api/failure';
import App from '@/app/App.vue';
import { i18n, language, setLanguage } from '@/app/i18n';
import { router } from '@/app/router';
import { installElement } from '@/ui/element';
import '@/ui/kit.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';

const app = createApp(App);
app.use(createPinia());
app.use(i18n);
installElement(app);
setLanguage(language());

// Who we are decides which page is shown, so it is asked before the first one.
useSession()
  .start()
  .then(() => {
    app.use(router);
    app.mount('#app');
  })
  .catch((error: unknown) => {
    const line = document.createElement('p');
    line.style.cssText = 'padding: 12vh 16px; text-align: center';
    line.textContent = error instanceof Failure ? error.text(language()) : String(error);
    document.getElementById('app')?.replaceChildren(line);
  });
