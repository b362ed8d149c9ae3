// npm run sample: attests what the sample says about the police's invented officers and plans their duties, as the police
// service itself would, with that service's settings and nobody else's.
import { processLogger } from '@gatehouse/service-kit';
import { loadSample, loadSampleRotas } from '../journey/load-sample.ts';
import { processFolder } from './main.ts';
import { openServiceAlone } from './open-process.ts';
import { readSettings } from './settings.ts';

const SERVICE = 'police-liaison';

const main = async (): Promise<void> => {
  const settings = await readSettings(SERVICE, processFolder(process.cwd(), SERVICE, process.env), process.env);
  const { agency, app, stop } = await openServiceAlone(SERVICE, settings, processLogger({ level: 'silent' }));
  try {
    if (!agency) throw new Error(`${SERVICE} shares nothing`);
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
