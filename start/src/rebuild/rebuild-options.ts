// What `npm run rebuild` can be told. Anything unknown is refused by name.
import type { EventTypes } from '@gatehouse/event-store';
import * as police from '@gatehouse/police-liaison';
import * as prison from '@gatehouse/prison-intelligence';
import type { Projection } from '@gatehouse/projections';
import * as sources from '@gatehouse/source-registry';
import { parseArgs } from 'node:util';
import type { ServiceName } from '../parties.ts';

interface ReadSide {
  projections: readonly Projection[];
  eventTypes: readonly EventTypes[];
}

const READ_SIDES: Partial<Record<ServiceName, ReadSide>> = {
  'prison-intelligence': prison,
  'police-liaison': police,
  'source-registry': sources,
};

export interface RebuildCommand {
  service: ServiceName;
  projection: Projection;
  /** what the service's store holds */
  eventTypes: readonly EventTypes[];
  check: boolean;
  acceptDifferences: boolean;
  anew: boolean;
  /** say how far a rebuild is, and nothing else */
  progress: boolean;
  /** apply this one event once more, and nothing else */
  event: string | null;
}

const known = Object.entries(READ_SIDES).map(
  ([service, { projections }]) => `  ${service}: ${projections.map(({ name }) => name).join(', ')}`,
);

export const USAGE = `npm run rebuild -- SERVICE READ-MODEL [--check] [--accept-differences] [--anew]
npm run rebuild -- SERVICE READ-MODEL --progress | --event EVENT-ID

Makes a read model again from the events, beside the live one, which serves meanwhile; compares both row by row at the same
position, and swaps them in one transaction. Stopped or killed, it goes on where it was when it is called again.

  --check                compare only; what was made is thrown away
  --accept-differences   swap although rows differ; they are listed
  --anew                 throw away what an earlier call has made (after a change of code or tables)
  --progress             how far a rebuild is
  --event EVENT-ID       one event, and what followed it in its stream, applied to the live rows once more

Ends with 0 when nothing differs or it was swapped, 1 for a fault, 2 for a wrong call, 3 when rows differ and nothing was
swapped, 130 when it was stopped. The owner of the service's database runs it: reads DATABASE_OWNER_URL from the environment or from
owner.env in DEPLOYMENT_FOLDER or .gatehouse/data/deployment/owners/SERVICE.

${known.join('\n')}`;

/** A call that is wrong: its message is for the caller, with the usage. */
export class WrongCall extends Error {}

/** @throws WrongCall */
export const readRebuildCommand = (args: string[]): RebuildCommand => {
  const { values, positionals } = parse(args);
  const [service, name, ...more] = positionals;
  const readSide = READ_SIDES[service as ServiceName];
  if (!service || !readSide) throw wrong(service ? `'${service}' has no read models` : 'which service?');
  const { projections, eventTypes } = readSide;
  const projection = projections.find((one) => one.name === name);
  if (!projection) throw wrong(name ? `${service} has no read model '${name}'` : 'which read model?');
  const { check = false, 'accept-differences': acceptDifferences = false, anew = false, progress = false } = values;
  const event = values.event ?? null;
  const asked = [check, acceptDifferences, progress, event !== null].filter(Boolean).length;
  if (more.length > 0 || asked > 1 || (anew && (progress || event !== null))) throw wrong('these do not go together');
  return { service: service as ServiceName, projection, eventTypes, check, acceptDifferences, anew, progress, event };
};

const parse = (args: string[]) => {
  try {
    const flag = { type: 'boolean' } as const;
    return parseArgs({
      args,
      allowPositionals: true,
      options: { check: flag, 'accept-differences': flag, anew: flag, progress: flag, event: { type: 'string' } },
    });
  } catch (cause) {
    throw wrong((cause as Error).message);
  }
};

const wrong = (what: string): WrongCall => new WrongCall(`${what}\n\n${USAGE}`);
