// node clickhouse.mjs SCRIPT.sql LIST: runs the script in each folder that the file LIST names, one per line, as
// `cd FOLDER; clickhouse local --queries-file SCRIPT.sql > drawn.tsv` would. The engine is ClickHouse as a library (chdb).
import fs from 'node:fs';
import process from 'node:process';

const { query } = await import('chdb').catch(() => process.exit(3)); // 3: not to be had on this machine
const [script, list] = process.argv.slice(2);
const sql = fs.readFileSync(script, 'utf8');
const folders = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
for (const folder of folders) {
  process.chdir(folder);
  try {
    fs.writeFileSync('drawn.tsv', query(sql, 'TSVRaw'));
  } catch (error) {
    console.error(`${folder}: ${error.message}`);
    process.exitCode = 1;
  }
}
