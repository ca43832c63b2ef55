// Many mutations of a bundle by hand: `node mutate.mjs BUNDLE COUNT [SEED]`. Prints how many were made and accepted.
import { Chance, mutate } from './mutations';
import { verify } from './src/core/verify';
import { readFolder } from './test_bundles';

const [folder = '', count = '10000', seed = '1'] = process.argv.slice(2);
const files = readFolder(folder);
const names = [...files.keys()];
const chance = new Chance(Number(seed));
let [made, accepted] = [0, 0];
while (made < Number(count)) {
  const changed = mutate(files, names, chance);
  if (!changed) continue;
  made++;
  if (verify(changed).exit !== 1) accepted++;
  if (made % 10_000 === 0 || made === Number(count)) process.stdout.write(`${JSON.stringify({ made, accepted })}\n`);
}
process.exitCode = accepted === 0 ? 0 : 1;
