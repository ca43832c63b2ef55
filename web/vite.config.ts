import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@verifier': fileURLToPath(new URL('./verifier/src', import.meta.url)), '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_I18N_LEGACY_API__: 'false', __INTLIFY_DROP_MESSAGE_COMPILER__: 'false' },
  build: { target: ['chrome109', 'firefox115', 'safari16'], assetsDir: 'assets', chunkSizeWarningLimit: 900, sourcemap: false },
  test: { include: ['src/**/*_test.ts', 'verifier/**/*_test.ts'], environment: 'node', testTimeout: 60_000 },
});
