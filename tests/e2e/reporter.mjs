// One line per test, what a test has measured, details of what failed, and the sum as the last line.
export default async function* reporter(source) {
  let passed = 0;
  let failed = 0;
  const details = [];
  for await (const event of source) {
    const { name, details: outcome, nesting } = event.data ?? {};
    if (event.type === 'test:diagnostic' && nesting > 0) yield `  ${'  '.repeat(nesting)}     ${event.data.message}\n`;
    if (event.type === 'test:pass' && event.data.skip !== undefined) {
      yield `  ${'  '.repeat(nesting)}skip ${name}\n`;
    } else if (event.type === 'test:pass' && outcome?.type !== 'suite') {
      passed += 1;
      yield `  ${'  '.repeat(nesting)}ok   ${name}\n`;
    } else if (event.type === 'test:fail' && outcome?.type !== 'suite') {
      failed += 1;
      yield `  ${'  '.repeat(nesting)}FAIL ${name}\n`;
      details.push(`\n${name}\n${outcome?.error?.cause?.stack ?? outcome?.error?.stack ?? outcome?.error}\n`);
    }
  }
  yield details.join('');
  yield `${passed} passed, ${failed} failed\n`;
}
