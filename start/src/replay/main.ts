// npm run replay -- SERVICE --to PARTY --since INSTANT: the operator's command for a recipient that was restored from a backup.
import { toProduct as ofPolice } from '@gatehouse/police-liaison';
import { toProduct as ofPrison } from '@gatehouse/prison-intelligence';
import { processLogger } from '@gatehouse/service-kit';
import { replay, type ReplayCounts, type ToProduct } from '@gatehouse/sharing';
import { parseArgs } from 'node:util';
import { PARTY_OF, type ServiceName } from '../parties.ts';
import { openServiceAlone } from '../process/open-process.ts';
import { processFolder, readSettings } from '../process/settings.ts';
import { stopSignal } from '../stop-signal.ts';

const PRODUCTS: Partial<Record<ServiceName, ToProduct>> = {
  'prison-intelligence': ofPrison,
  'police-liaison': ofPolice,
};

const USAGE = `npm run replay -- SERVICE --to PARTY --since INSTANT

Sends a party anew what it was sent since an instant (RFC 3339, such as 2026-11-20T00:00:00Z): it was restored from a backup. Each
disclosure is decided again first; what may not leave any more does not, and is recorded. What the party still has, its inbox drops. The
service goes on meanwhile, and its relay sends. Given again, it begins again; nothing is taken in twice.

Ends with 0, 1 for a fault, 2 for a wrong call, 130 when it was stopped. Reads the service's own settings, like npm run service.
SERVICE: ${Object.keys(PRODUCTS).join(', ')}`;

class WrongCall extends Error {}

const wrong = (what: string): WrongCall => new WrongCall(`${what}\n\n${USAGE}`);

const read = (args: string[]) => {
  const { values, positionals } = parse(args);
  const service = positionals[0] as ServiceName;
  const toProduct = PRODUCTS[service];
  if (!toProduct || positionals.length !== 1) throw wrong('which service?');
  const parties = [...new Set(Object.values(PARTY_OF))].filter((party) => party !== PARTY_OF[service]);
  if (!values.to || !parties.includes(values.to)) throw wrong(`to which party? ${parties.join(', ')}`);
  const since = new Date(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(values.since ?? '') ? values.since! : Number.NaN);
  if (Number.isNaN(since.getTime())) throw wrong('since which instant?');
  return { service, toProduct, recipient: values.to, since };
};

const parse = (args: string[]) => {
  try {
    const options = { to: { type: 'string' }, since: { type: 'string' } } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (cause) {
    throw wrong((cause as Error).message);
  }
};

const told = (counts: ReplayCounts): string =>
  `${counts.sent} sent anew, ${counts.withheld} withheld and recorded, ${counts['under-way']} still on their way`;

const main = async (): Promise<number> => {
  const { service, toProduct, recipient, since } = read(process.argv.slice(2));
  const stop = new AbortController();
  void stopSignal().then(() => stop.abort());
  const settings = await readSettings(service, processFolder(process.cwd(), service, process.env), process.env);
  const opened = await openServiceAlone(service, settings, processLogger({ level: 'silent' }));
  try {
    let gone = 0;
    const onProgress = (counts: ReplayCounts): void => {
      gone += 1;
      if (gone % 100 === 0) process.stderr.write(`${told(counts)}\n`);
    };
    const counts = await replay(opened.agency!, toProduct, { recipient, since, signal: stop.signal, onProgress });
    process.stdout.write(`${told(counts)}\n`);
    return stop.signal.aborted ? 130 : 0;
  } finally {
    await opened.app.close();
    await opened.stop();
  }
};

process.exit(
  await main().catch((fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    return fault instanceof WrongCall ? 2 : 1;
  }),
);
