// A source of the sample in the registry, registered and authorised: what the registry's journeys begin with.
import { as } from './raised.ts';
import type { Running } from './running.ts';

export const SOURCES = '/source-registry/v1/sources';
export const REGISTER = '/source-registry/v1/register';
export const HANDLING = { purpose: 'SAFE_CUSTODY' };

/** Words that may stand nowhere outside the seal: every one names the source, or the place where he is met. */
export const CANARIES = {
  name: 'Zharas CANARYNAME (invented)',
  alias: 'CANARYALIAS',
  subjectId: 'CANARYSUBJECT-4711',
  reach: 'through CANARYREACH at the library',
  motive: 'CANARYMOTIVE',
  reasons: 'CANARYRISK: seen with the handler twice',
  note: 'CANARYNOTE: met behind workshop 3',
  reason: 'CANARYWHY: a threat to his life names him',
};

export const IDENTITY = {
  name: CANARIES.name,
  aliases: [CANARIES.alias],
  subjectId: CANARIES.subjectId,
  dateOfBirth: '1990-01-02',
  reach: CANARIES.reach,
  motive: CANARIES.motive,
};

export interface Registered {
  sourceId: string;
  codeName: string;
  sourceToken: string;
}

const inAMonth = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
export const RISK = () => ({ level: 'HIGH', reasons: CANARIES.reasons, reviewBy: inAMonth() });

/** Registered by the handler, authorised by the controller. */
export const registered = async (gatehouse: Running, identity: object = IDENTITY): Promise<Registered> => {
  const body = { identity, risk: RISK() };
  const answer = await as(gatehouse, 'source-handler').ask({ ...HANDLING, path: SOURCES, body });
  const { sourceId, codeName, sourceToken } = answer.body as unknown as Registered;
  const path = `${REGISTER}/${sourceId}/authorisation`;
  await as(gatehouse, 'registry-controller').ask({ ...HANDLING, method: 'POST', path });
  return { sourceId, codeName, sourceToken };
};
