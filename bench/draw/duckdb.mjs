// Answers each line of SQL with the seconds it took, in one DuckDB in memory with one thread. The first argument is the
// package.json of the folder where @duckdb/node-api is installed.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const { DuckDBInstance } = createRequire(process.argv[2])('@duckdb/node-api')
const connection = await (await DuckDBInstance.create(':memory:')).connect()
await connection.run('SET threads = 1')
for await (const sql of createInterface({ input: process.stdin })) {
  try {
    const start = process.hrtime.bigint()
    await connection.run(sql)
    console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9 }))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error).slice(0, 200) }))
  }
}
