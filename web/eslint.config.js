// The layering of the web, enforced: ui <- api <- features/* <- app, and a feature never imports a feature.
import vue from 'eslint-plugin-vue';
import { readdirSync } from 'node:fs';
import typescript from 'typescript-eslint';

const features = readdirSync(new URL('./src/features', import.meta.url));
const inside = (...layers) => layers.map((layer) => ({ group: [`@/${layer}`, `@/${layer}/**`], message: `may not import ${layer} from here` }));
const upward = { group: ['**/../**'], message: 'import by @/, so that the layer is visible' };
const forbid = (files, patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns: [upward, ...patterns] }] } });
const everywhere = (folder) => [`src/${folder}/**/*.ts`, `src/${folder}/**/*.vue`];

export default typescript.config(
  { ignores: ['**/dist/**', 'node_modules/**'] },
  ...typescript.configs.strict,
  ...vue.configs['flat/essential'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: typescript.parser } } },
  {
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'vue/multi-word-component-names': 'off', // files are named by their step of the work: Roll, Draw, Task
      'vue/no-v-html': 'error',
    },
  },
  forbid(everywhere('ui'), inside('api', 'features', 'app')),
  forbid(everywhere('api'), inside('features', 'app')),
  ...features.map((feature) =>
    forbid(everywhere(`features/${feature}`), [
      ...inside('app'),
      ...features.filter((other) => other !== feature).flatMap((other) => inside(`features/${other}`)),
    ]),
  ),
);
