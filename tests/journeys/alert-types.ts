// What is wanted of each type of alert (domain reference 4.1): whom its preview names, how long it lives, who opens it.
import { CONVICT, STAFF, SUSPECT } from './alert-reports.ts';

export const DAY_MS = 86_400_000;

export interface Wanted {
  type: string;
  purpose?: string;
  says?: object;
  /** milliseconds it lives at the most, from now */
  lives: number | (() => number);
  posts: Record<string, string>;
  /** who of the own people opens it, and for which purpose; and who finds nothing there */
  opens: [persona: string, purpose: string];
  nothingFor: string;
  /** the instrument under which it reaches the police, or none */
  police: string | null;
}

export const REACHED = 'reached';
const NO_SERVICE = 'not-reachable NO_SERVICE';
const NO_CONTRACT = 'not-reachable NO_CONTRACT';
const GOVERNOR: Wanted['opens'] = ['governor', 'SAFE_CUSTODY'];
const atRisk = { priority: 'IMMEDIATE', whoAtRisk: { subjectId: CONVICT }, bySubject: { subjectId: SUSPECT } };
const RELEASE = new Date(Date.now() + 20 * DAY_MS).toISOString().slice(0, 10);

/** Every type, as the reference says it. */
export const TYPES: Wanted[] = [
  {
    type: 'THREAT_TO_LIFE',
    says: atRisk,
    lives: 3 * DAY_MS,
    posts: {
      governor: REACHED,
      'police-duty-officer': REACHED,
      'probation-officer': NO_SERVICE,
      health: NO_CONTRACT,
    },
    opens: ['governor', 'PREVENT_SERIOUS_HARM'],
    nothingFor: 'integrity-officer',
    police: 'kz-threat-to-life@1',
  },
  ...['ESCAPE', 'ATTACK_PLANNING'].map((type) => ({
    type,
    lives: 7 * DAY_MS,
    posts: { governor: REACHED, 'police-duty-officer': REACHED, escort: NO_CONTRACT, prosecutor: NO_CONTRACT },
    opens: GOVERNOR,
    nothingFor: 'psychologist',
    police: 'kz-prisons-police@1',
  })),
  {
    type: 'RADICALISATION_CONCERN',
    says: { violenceIndicator: true },
    lives: 90 * DAY_MS,
    posts: { governor: REACHED, 'assessment-group': REACHED, 'police-liaison': REACHED },
    opens: ['assessment-group', 'RISK_ASSESS_CLASSIFY'],
    nothingFor: 'psychologist',
    police: 'kz-prisons-police@1',
  },
  ...['RECRUITMENT_ACTIVITY', 'GANG_OR_NETWORK'].map((type) => ({
    type,
    lives: 90 * DAY_MS,
    posts: { governor: REACHED, 'police-liaison': REACHED, 'receiving-prison': NO_CONTRACT },
    opens: ['security-manager', 'SAFE_CUSTODY'] as Wanted['opens'],
    nothingFor: 'assessment-group',
    police: 'kz-prisons-police@1',
  })),
  ...['CONTRABAND', 'DISORDER'].map((type) => ({
    type,
    lives: 30 * DAY_MS,
    posts: { governor: REACHED, 'police-liaison': REACHED },
    opens: GOVERNOR,
    nothingFor: 'psychologist',
    police: 'kz-prisons-police@1',
  })),
  {
    type: 'STAFF_CORRUPTION',
    purpose: 'INTEGRITY',
    says: { subjectIds: [STAFF], otherSubjectIds: [SUSPECT] },
    lives: 30 * DAY_MS,
    posts: { 'integrity-officer': REACHED, 'anti-corruption-body': NO_SERVICE },
    opens: ['integrity-officer', 'INTEGRITY'],
    nothingFor: 'governor',
    police: null,
  },
  {
    type: 'PUBLIC_PROTECTION_ON_RELEASE',
    says: { subjectIds: [CONVICT], releaseOn: RELEASE },
    lives: () => Date.parse(RELEASE) + 31 * DAY_MS - Date.now(),
    posts: { governor: REACHED, 'probation-officer': NO_SERVICE, 'police-of-receiving-area': REACHED },
    opens: GOVERNOR,
    nothingFor: 'assessment-group',
    police: 'kz-prisons-police@1',
  },
  {
    type: 'VULNERABLE_TO_PRESSURE',
    purpose: 'SAFE_CUSTODY',
    says: { subjectIds: [CONVICT] },
    lives: 60 * DAY_MS,
    posts: { governor: REACHED, psychologist: REACHED },
    opens: ['psychologist', 'REHABILITATE'],
    nothingFor: 'security-manager',
    police: null,
  },
];
