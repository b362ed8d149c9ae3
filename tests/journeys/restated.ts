// Need-to-know cases restated on the alert: the same person, request, agreement and clock, asked through real HTTP. The
// loader sets clock, bundle, facts and item, the last two as events; everything from the request onward is real.
import { testIssuer } from '@gatehouse/identity/test-issuer';
import { attest, type Attestation } from '@gatehouse/personnel';
import { append, inTransaction } from '@gatehouse/event-store';
import { HeldClock } from '@gatehouse/service-kit/clock';
import { eventually } from '@gatehouse/testing';
import { readFile } from 'node:fs/promises';
import { running, type Running } from './running.ts';
import type { CaseAgreement } from '../cases/need-to-know-case.ts';
import { writtenOut } from './written-out.ts';

export interface NeedToKnowCase {
  id: string;
  now: string;
  agreements: CaseAgreement[];
  subjects: { ref: string; category: string; cases: string[] }[];
  item: { handling: object };
  caller: {
    agency: string;
    person: string;
    roles: string[];
    unit: string;
    vetting: string;
    training: { course: string; until: string }[];
    assignments: { case: string; from: string; until: string | null }[];
    chain: string[];
  };
  request: { purpose: string; caseRef: string };
  bundle: { ageSeconds: number };
  expected: { effect: string; outward: number; reason: string; reasonsInOrder: string[]; obligations: string[] };
}

export const ALERT_FIELDS = [
  'alertId',
  'type',
  'priority',
  'subjects[].name',
  'nature',
  'where',
  'when',
  'whatToDo',
  'whatNotToDo',
  'ackWithin',
  'validUntil',
];
const PATIENCE = { timeoutMs: 60_000 };
export const ITEM_ID = '5b1f9d62-93c1-4a53-8f0a-2f6f3f0d9a11';

export const readCase = async (id: string): Promise<NeedToKnowCase> =>
  JSON.parse(await readFile(new URL(`../cases/need-to-know/${id}.json`, import.meta.url), 'utf8')) as NeedToKnowCase;

/** Every free text of the owner's alert carries a canary of its own. */
export const alertOf = (given: NeedToKnowCase) => {
  const canary = (field: string) => `CANARY-${given.id}-${field}`;
  const [subject] = given.subjects;
  return {
    alertId: ITEM_ID,
    alertType: 'RECRUITMENT_ACTIVITY',
    priority: 'ROUTINE',
    reportUrns: [canary('reportUrns')],
    grades: [{ scale: '3x5x2', source: '1', information: 'A' }],
    subjects: [
      {
        subjectId: subject?.ref,
        name: `Daniyar Omarov ${canary('name')}`,
        aliases: [canary('alias')],
        role: 'MAIN',
        category: subject?.category,
        cases: subject?.cases,
      },
    ],
    derivedFrom: [],
    whoAtRisk: null,
    bySubject: null,
    violenceIndicator: false,
    nature: canary('nature'),
    where: canary('where'),
    when: canary('when'),
    whatToDo: canary('whatToDo'),
    whatNotToDo: canary('whatNotToDo'),
    dutyContact: canary('dutyContact'),
    history: canary('history'),
    sourceNote: canary('sourceNote'),
    handling: given.item.handling,
    releaseOn: null,
    ackWithin: 'PT24H',
    validUntil: '2027-02-20T00:00:00.000Z',
    unit: 'prison-17-intelligence',
    by: 'pi-aigerim',
    at: given.now,
  };
};

export interface Restated {
  gatehouse: Running;
  /** asks for the item as the case's caller, with the case's purpose and case reference */
  ask: (fields?: string, tokenFrom?: Date) => Promise<{ status: number; text: string }>;
  end: () => Promise<void>;
}

export const restate = async (given: NeedToKnowCase): Promise<Restated> => {
  const clock = new HeldClock(given.now);
  const issuer = await testIssuer();
  const instruments = given.agreements.map(aboutAlerts).map(writtenOut);
  const gatehouse = await running({ clock, instruments, identity: { issuer: issuer.issuer, jwksUri: issuer.jwksUri } });
  const police = gatehouse.agencies['police-liaison'];
  for (const command of factsOf(given)) await attest(police, command);
  const prison = gatehouse.agencies['prison-intelligence'];
  const metadata = { correlationId: 'restated', purpose: given.request.purpose, caseRef: given.request.caseRef };
  const raised = { type: 'IntelligenceAlertRaised', data: alertOf(given) };
  await inTransaction(prison.pool, (client) =>
    append(client, `intelligence-alert-${ITEM_ID}`, 0, [raised], { metadata, recordedAt: clock.now() }),
  );
  await eventually(async () => {
    const { rows } = await police.pool.query<{ n: number }>('select count(*)::int as n from read.inbox_item');
    if (rows[0]?.n !== 1) throw new Error('the item has not arrived yet');
  }, PATIENCE);
  clock.advance(given.bundle.ageSeconds * 1000);
  const ask: Restated['ask'] = async (fields, tokenFrom) => {
    const { person, agency, unit, roles } = given.caller;
    const token = await issuer.mint({ sub: person, agency, unit, roles }, { at: tokenFrom ?? clock.now() });
    const headers = {
      authorization: `Bearer ${token}`,
      'gatehouse-purpose': given.request.purpose,
      'gatehouse-case': given.request.caseRef,
    };
    const response = await fetch(
      `${gatehouse.url}/police-liaison/v1/inbox/${ITEM_ID}${fields ? `?fields=${fields}` : ''}`,
      { headers },
    );
    return { status: response.status, text: await response.text() };
  };
  const end = async () => {
    await gatehouse.end();
    await issuer.close();
  };
  return { gatehouse, ask, end };
};

/** The case's agreement with its report flow turned into one for alerts; its state is the bundle's business. */
/** The agreement, about alerts. */
export const aboutAlerts = (agreement: CaseAgreement): CaseAgreement => ({
  ...agreement,
  flows: agreement.flows.map((flow) => ({
    ...flow,
    product: 'prison-intelligence.intelligence-alert.v1',
    fields: ALERT_FIELDS,
  })),
});

const factsOf = ({ caller }: NeedToKnowCase): Attestation[] => [
  { type: 'GrantVetting', data: { person: caller.person, level: caller.vetting as 'L2' } },
  ...caller.training.map((certificate) => ({
    type: 'CertifyTraining' as const,
    data: { person: caller.person, ...certificate },
  })),
  ...caller.assignments.map((assignment) => ({
    type: 'GrantAssignment' as const,
    data: { person: caller.person, ...assignment },
  })),
];
