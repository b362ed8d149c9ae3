// Cursors that no list gave out, to be tried at every list there is.
import { sealCursor } from '@gatehouse/crypto';
import type { Gatehouse } from '@gatehouse/start';
import { randomBytes } from 'node:crypto';
import { as } from './raised.ts';

/** Who may ask each list, and how; a law test checks that none is left out. */
const LISTS: Record<string, [persona: string, purpose: string, query?: string]> = {
  '/prison-intelligence/v1/intelligence-reports': ['analyst', 'PREVENT_SERIOUS_HARM'],
  '/prison-intelligence/v1/security-information-reports': ['analyst', 'PREVENT_SERIOUS_HARM'],
  '/prison-intelligence/v1/intelligence-requirements': ['analyst', 'PREVENT_SERIOUS_HARM'],
  '/prison-intelligence/v1/intelligence-alerts': ['analyst', 'PREVENT_SERIOUS_HARM'],
  '/prison-intelligence/v1/actionable-alerts': ['governor', 'SAFE_CUSTODY'],
  '/prison-intelligence/v1/disseminated-reports': ['assessment-group', 'RISK_ASSESS_CLASSIFY'],
  '/prison-intelligence/v1/regrade-proposals': ['intelligence-manager', 'PREVENT_SERIOUS_HARM'],
  '/prison-intelligence/v1/consent-requests': ['intelligence-manager', 'PREVENT_SERIOUS_HARM'],
  '/police-liaison/v1/consent-requests': ['police-manager', 'INVESTIGATE'],
  '/prison-intelligence/v1/inbox': ['analyst', 'INVESTIGATE'],
  '/police-liaison/v1/police-intelligence': ['police-liaison', 'SAFE_CUSTODY'],
  '/police-liaison/v1/inbox': ['police-liaison', 'INVESTIGATE'],
  '/prison-intelligence/v1/emergency-accesses': ['prison-duty-manager', 'INTEGRITY'],
  '/police-liaison/v1/emergency-accesses': ['police-duty-manager', 'INTEGRITY'],
  '/prison-intelligence/v1/standing-decisions/changed': ['prison-duty-manager', 'INTEGRITY'],
  '/police-liaison/v1/standing-decisions/changed': ['police-duty-manager', 'INTEGRITY'],
  '/oversight/v1/records': ['commissioner', 'OVERSIGHT', 'subject=subject-7&'],
  '/source-registry/v1/sources': ['source-handler', 'SAFE_CUSTODY'],
  '/source-registry/v1/register': ['registry-controller', 'SAFE_CUSTODY'],
};

/** What belongs to one import is read by who made it; its cursors are tried in the journey of imports. */
const OF_ONE_IMPORT = '/report-imports/';

interface Api {
  paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
}

/** Every list with pages that the API serves. */
export const pagedLists = async ({ url }: Pick<Gatehouse, 'url'>): Promise<string[]> => {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as Api;
  const paged = Object.entries(paths).filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'cursor'));
  return paged.map(([path]) => path).filter((path) => !path.includes(OF_ONE_IMPORT));
};

export const knownLists = Object.keys(LISTS);

/** What a list says to each of these: status and body. */
export const saidToForged = async (
  gatehouse: Gatehouse & { access: Parameters<typeof as>[0]['access'] },
  list: string,
): Promise<{ what: string; said: [number, unknown] }[]> => {
  const [persona, purpose, query = ''] = LISTS[list] ?? ['analyst', 'PREVENT_SERIOUS_HARM'];
  const service = list.split('/')[1] as keyof Gatehouse['keys']['ofService'];
  const key = gatehouse.keys.ofService[service].cursor;
  const scope = `${service}.another-list:${persona}:{}`;
  const ours = await sealCursor(key, scope, { position: '1', by: '', reference: '', after: 1 });
  const forged = {
    'of another list, or another caller’s': ours,
    'of another deployment': await sealCursor(randomBytes(32).toString('base64url'), scope, { position: '1' }),
    altered: `${ours.slice(0, -2)}${ours.endsWith('AA') ? 'BB' : 'AA'}`,
    'no cursor': 'abc.def.ghi.jkl.mno',
  };
  const asked = Object.entries(forged).map(async ([what, cursor]) => {
    const path = `${list}?${query}cursor=${cursor}`;
    const { status, body } = await as(gatehouse, persona).ask({ purpose, caseRef: 'KZ-2026-114', path });
    return { what, said: [status, body] as [number, unknown] };
  });
  return Promise.all(asked);
};
