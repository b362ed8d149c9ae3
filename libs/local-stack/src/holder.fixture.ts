// A program of its own that starts one server and stays, so that a test can kill it. Prints one line of JSON when the server answers.
import { join } from 'node:path';
import { keptPrincipals, stackFolder, startKafka, startPostgres } from './index.ts';

const [kind, dataDir] = process.argv.slice(2) as ['postgres' | 'kafka', string];
const downloads = stackFolder(join(import.meta.dirname, '../../..')).downloads;
const server =
  kind === 'postgres'
    ? await startPostgres({ dataDir })
    : await startKafka({ dataDir, downloads, principals: await keptPrincipals(dataDir, ['admin', 'reader']) });
process.stdout.write(`${JSON.stringify({ pid: server.pid })}\n`);
setInterval(() => {}, 60_000);
