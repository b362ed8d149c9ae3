// npm test: pure, integration and journey suites in one Jest run, so PostgreSQL and Kafka start once and every test counts once.
// The last line is `N passed, N failed` alone (`, N skipped` may follow). Zero tests are a failure.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { runCLI } = require('jest');
// Jest's own reading of its arguments lies in a package of its own beside it.
const { buildArgv } = createRequire(require.resolve('jest'))('jest-cli');

const WORKERS = 2;

const counted = (results) => ({
  passed: results.numPassedTests,
  // A suite that cannot even be loaded holds no test to count, yet it failed.
  failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
  skipped: results.numPendingTests + results.numTodoTests,
});

const run = async () => {
  const argv = await buildArgv(['--passWithNoTests', '-w', String(WORKERS), ...process.argv.slice(2)]);
  const { results } = await runCLI(argv, [process.cwd()]);
  const counts = counted(results);
  if (counts.passed + counts.failed === 0) writeSync(2, 'no test ran: that is a failure\n');
  return { ...counts, ok: results.success && counts.failed === 0 && counts.passed > 0 };
};

const { passed, failed, skipped, ok } = await run().catch((error) => {
  // The servers of the run could not be had; the message names what is missing.
  writeSync(2, `the tests did not run: ${error.message}\n`);
  return { passed: 0, failed: 1, skipped: 0, ok: false };
});
writeSync(1, `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(ok ? 0 : 1);
