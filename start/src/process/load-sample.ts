// npm run sample [-- SERVICE]: attests what the sample says about a service's invented people (those of police-liaison unless
// said) and plans their duties, as the service itself would, with that service's settings and nobody else's.
import { processLogger } from '@gatehouse/service-kit';
import { loadSample, loadSampleRotas } from '../journey/load-sample.ts';
import { SERVICES, type ServiceName } from '../parties.ts';
import { openServiceAlone } from './open-process.ts';
import { processFolder, readSettings } from './settings.ts';

const serviceNamed = (name: string): ServiceName => {
  const found = SERVICES.find((known) => known === name);
  if (!found) throw new Error(`no service is called '${name}'; there are: ${SERVICES.join(', ')}`);
  return found;
};

const main = async (): Promise<void> => {
  const service = serviceNamed(process.argv[2] ?? 'police-liaison');
  const settings = await readSettings(service, processFolder(process.cwd(), service, process.env), process.env);
  const { agency, app, stop } = await openServiceAlone(service, settings, processLogger({ level: 'silent' }));
  try {
    if (!agency) throw new Error(`the sample says nothing of the people of ${service}`);
    await loadSample(agency);
    await loadSampleRotas([agency]);
  } finally {
    await app.close();
    await stop();
  }
  process.stdout.write('the sample is loaded\n');
};

await main().then(
  () => process.exit(0),
  (fault: Error) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
);
