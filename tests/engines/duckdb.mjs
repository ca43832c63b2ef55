// node duckdb.mjs SCRIPT.sql LIST: runs the script in each folder that the file LIST names, one per line, as
// `cd FOLDER; duckdb < SCRIPT.sql` would.
import { DuckDBInstance } from '@duckdb/node-api';
import fs from 'node:fs';
import process from 'node:process';

const [script, list] = process.argv.slice(2);
const sql = fs.readFileSync(script, 'utf8');
const folders = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
for (const folder of folders) {
  process.chdir(folder);
  try {
    await connection.run(sql);
  } catch (error) {
    console.error(`${folder}: ${error.message}`);
    process.exitCode = 1;
  }
}
