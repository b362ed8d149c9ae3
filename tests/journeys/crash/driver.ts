// Brings one alert to its end through HTTP, as people would who saw their screen freeze: looks what is there already, and
// does the next thing that is missing. Gives up when the process it talks to is gone.
import {
  ALERT,
  approvalAsOf,
  CASE,
  PersonaClient,
  personaNamed,
  raiseAlert,
  REPORT,
  SANITISATION,
} from '@gatehouse/start';
import type { Ledgers } from './effects.ts';
import type { GatehouseProcess, Marked } from './gatehouse-process.ts';

/** Runs until the alert is acknowledged or the process has died. */
export const bringToItsEnd = async (process: GatehouseProcess, ledgers: Ledgers, mark: string): Promise<void> => {
  const marked = await whileAlive(process, () => process.marked());
  if (!marked) return;
  const people = clients(marked);
  await whileAlive(process, async () => {
    // A connection that breaks off is what a kill looks like from outside; the process's end is seen by whileAlive.
    await nextStep(people, ledgers, mark).catch(() => undefined);
    const { acknowledged } = await ledgers.stateOf(mark);
    return acknowledged || null;
  });
};

/** Asks again and again until there is a value, or null when the process is gone. */
export const whileAlive = async <T>(process: GatehouseProcess, look: () => Promise<T | null>): Promise<T | null> => {
  while (process.alive) {
    const found = await look();
    if (found !== null) return found;
    await Promise.race([process.ended, new Promise((resolve) => setTimeout(resolve, 50))]);
  }
  return null;
};

type People = ReturnType<typeof clients>;

const clients = ({ url, issuer, secrets }: Marked) => {
  const client = (name: string) =>
    new PersonaClient({ url, issuer, secretOf: (persona) => secrets[persona] ?? '' }, personaNamed(name));
  return { analyst: client('analyst'), manager: client('intelligence-manager'), liaison: client('police-liaison') };
};

const nextStep = async ({ analyst, manager, liaison }: People, ledgers: Ledgers, mark: string): Promise<unknown> => {
  const { urn, sanitised, approved, alertId, received, acknowledged } = await ledgers.stateOf(mark);
  const inPrison = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE };
  const reports = '/prison-intelligence/v1/intelligence-reports';
  if (!urn) return analyst.ask({ ...inPrison, path: reports, body: { ...REPORT, reasonableGrounds: mark } });
  if (!sanitised) return analyst.ask({ ...inPrison, path: `${reports}/${urn}/sanitisation`, body: SANITISATION });
  if (!approved)
    return manager.ask({ ...inPrison, path: `${reports}/${urn}/approval`, body: approvalAsOf(new Date()) });
  if (!alertId) {
    const body = {
      ...ALERT,
      nature: mark,
      reportUrns: [urn],
      validUntil: new Date(Date.now() + 86_400_000).toISOString(),
    };
    return raiseAlert(analyst, { ...inPrison, body });
  }
  if (!received || acknowledged) return undefined;
  const item = { purpose: 'INVESTIGATE', caseRef: CASE, path: `/police-liaison/v1/inbox/${alertId}` };
  await liaison.ask(item);
  return liaison.ask({ ...item, method: 'POST', path: `${item.path}/acknowledgement` });
};
