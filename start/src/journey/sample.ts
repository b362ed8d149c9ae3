// Invented people, places and events; "(invented)" stands in every name so that no line of it is mistaken for a person.
import type { DutyRotaCommand, OnCall } from '@gatehouse/escalation';
import type { Attestation } from '@gatehouse/personnel';

const DAY_MS = 86_400_000;

export const CASE = 'KZ-2026-114';

/** The prisoner of the sample, by the id custody would have given him. */
export const SUBJECT_ID = 'subject-7f3a91c2';

export const REPORT = {
  prison: 'Prison 17, Almaty region (invented)',
  subjects: [
    {
      subjectId: SUBJECT_ID,
      name: 'Daniyar Omarov (invented)',
      aliases: ['the Welder (invented)'],
      category: 'SUSPECT',
      cases: [CASE],
      role: 'MAIN',
    },
  ],
  paragraphs: [
    {
      n: 1,
      text: 'By the third lathe of the workshop the subject said that a named attack had been right.',
      factual: true,
      grade: { scale: '3x5x2', source: '1', information: 'A' },
    },
    {
      n: 2,
      text: 'A cellmate says that he offers protection to younger prisoners.',
      factual: false,
      grade: { scale: '3x5x2', source: '2', information: 'D' },
    },
  ],
  reasonableGrounds: 'Words that praise a named attack, heard directly by staff; serious prison risk.',
  provenance: { kind: 'STAFF' },
  sourceNote: 'Heard by the workshop supervisor of shift B (invented).',
};

/** The same texts without what only the few in the room could have told. */
export const SANITISATION = {
  paragraphs: [
    { n: 1, text: 'In a work area the subject said that a named attack had been right.' },
    { n: 2, text: 'He is said to offer protection to younger prisoners.' },
  ],
  smallCircleTest: 'PASSED',
  statement: 'Some forty people work in that area; neither place nor day is told.',
};

/** Handling of the sample's report, and its review half a year from now. */
export const approvalAsOf = (now: Date) => ({
  handling: { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] },
  reviewBy: new Date(now.getTime() + 180 * DAY_MS).toISOString().slice(0, 10),
});

/** `validUntil` and the report's URN are the journey's to fill in. */
export const ALERT = {
  type: 'RECRUITMENT_ACTIVITY',
  priority: 'PRIORITY',
  subjectIds: [SUBJECT_ID],
  nature: 'Praises a named attack and offers protection to two younger prisoners.',
  where: 'A work area of Prison 17 (invented)',
  when: 'On working days since early autumn',
  whatToDo: 'Check visitors and contacts of the last 60 days against open investigations.',
  whatNotToDo: 'No visible step before asking the prison.',
  dutyContact: 'Duty manager +7 700 000 00 00 (invented)',
  history: 'Two earlier reports in spring (invented).',
  sourceNote: 'Stands on what one member of staff heard (invented).',
  handling: { code: 'C', conditions: [{ code: 'NO_OVERT_ACTION' }] },
};

/** What the police say came of it. */
export const FEEDBACK = { outcome: 'ACTED', comment: 'Two visitors are looked at in the case.' };

/** What the sample attests as of a day about the people of a service; nothing for other services. */
export const attested = (service: string, now: Date): Attestation[] => {
  const inDays = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();
  const vettedAndTrained = (person: string): Attestation[] => [
    { type: 'GrantVetting', data: { person, level: 'L2' } },
    { type: 'CertifyTraining', data: { person, course: 'handling-intelligence', until: inDays(3 * 365) } },
  ];
  switch (service) {
    // One is assigned to the case, his neighbour is not.
    case 'police-liaison':
      return [
        ...['po-aidos', 'po-nurzhan', 'po-ermek', 'po-zarina', 'po-madiyar'].flatMap(vettedAndTrained),
        ...['po-aidos', 'po-zarina'].map((person): Attestation => ({
          type: 'GrantAssignment',
          data: { person, case: CASE, from: inDays(-60), until: null },
        })),
      ];
    case 'prison-intelligence':
      return OWN_STAFF.flatMap(vettedAndTrained);
    default:
      return [];
  }
};

/** Analyst and manager, and the posts that act upon alerts. */
const OWN_STAFF = ['pi-aigerim', 'pi-bolat', 'pg-marat', 'ps-erlan', 'pp-zarina', 'pa-kanat', 'in-asel'];

const onCall = (person: string, domain: string): OnCall => ({
  person,
  contacts: [{ channel: 'email', address: `${person}@${domain}` }],
});

interface Rota {
  unit: string;
  by: string;
  /** on duty, deputy, above */
  people: [string, string, string];
  domain: string;
}

const prisonRota = (unit: string, people: Rota['people']): Rota => ({
  unit,
  by: 'pi-gulnara',
  people,
  domain: 'prisons.example',
});

const ROTAS: Record<string, Rota[]> = {
  'police-liaison': [
    {
      unit: 'almaty-ct-desk',
      by: 'po-raushan',
      people: ['po-aidos', 'po-nurzhan', 'po-raushan'],
      domain: 'police.example',
    },
    {
      unit: 'almaty-duty-desk',
      by: 'po-raushan',
      people: ['po-ermek', 'po-samal', 'po-bakyt'],
      domain: 'police.example',
    },
    {
      unit: 'police-data-protection',
      by: 'po-raushan',
      people: ['po-saltanat', 'po-aliya', 'po-kanat'],
      domain: 'police.example',
    },
  ],
  'prison-intelligence': [
    prisonRota('prison-17-intelligence', ['pi-aigerim', 'pi-bolat', 'pi-gulnara']),
    prisonRota('prison-17', ['pg-marat', 'ps-erlan', 'pg-aliya']),
    prisonRota('assessment-group', ['pa-kanat', 'pa-saltanat', 'pg-aliya']),
    prisonRota('integrity-unit', ['in-asel', 'in-rustem', 'in-dina']),
  ],
};

/** A year of duty in each unit of this service that is called, its deputy, and the line above; none for other services. */
export const sampleRota = (service: string, now: Date, newId: () => string): DutyRotaCommand[] => {
  const at = now.toISOString();
  const until = new Date(now.getTime() + 365 * DAY_MS).toISOString();
  return (ROTAS[service] ?? []).flatMap((rota) => planned(rota, { at, until, newId }));
};

const planned = (
  { unit, by, domain, people }: Rota,
  { at, until, newId }: { at: string; until: string; newId: () => string },
): DutyRotaCommand[] => {
  const [holder, deputy, above] = people.map((person) => onCall(person, domain)) as [OnCall, OnCall, OnCall];
  return [
    { type: 'PlanDuty', data: { unit, dutyId: newId(), holder, deputies: [deputy], from: at, until, by, at } },
    { type: 'SetLineAbove', data: { unit, posts: [{ post: 'duty manager', ...above }], by, at } },
  ];
};
