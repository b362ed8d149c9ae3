// Approved reports for alerts of every type: about a suspect, a convict and a member of staff, graded well or badly.
import { approvalAsOf, CASE, REPORT, SUBJECT_ID, type Access } from '@gatehouse/start';
import { as, IN_PRISON, REPORTS } from './raised.ts';

export const CONVICT = 'subject-22b0aa10';
export const STAFF = 'staff-4471';

const person = { aliases: [], role: 'MAIN' };
const people = [
  ...REPORT.subjects,
  { ...person, subjectId: CONVICT, name: 'Ruslan Abenov (invented)', category: 'CONVICTED', cases: [CASE] },
  { ...person, subjectId: STAFF, name: 'Kairat Sadykov (invented)', category: 'STAFF', cases: [] },
];

const grades = {
  good: { scale: '3x5x2', source: '1', information: 'A' },
  poor: { scale: '3x5x2', source: '2', information: 'D' },
};

const TEXT = 'In a work area of the prison.';

/** Evaluates a report about all three, has it sanitised and approved. Gives its URN. */
export const reportOn = async (gatehouse: { access: Access }, grade: keyof typeof grades): Promise<string> => {
  const [analyst, manager] = [as(gatehouse, 'analyst'), as(gatehouse, 'intelligence-manager')];
  const paragraphs = [{ n: 1, text: TEXT, factual: true, grade: grades[grade] }];
  const report = { ...REPORT, subjects: people, paragraphs };
  const urn = String((await analyst.ask({ ...IN_PRISON, path: REPORTS, body: report })).body['reportUrn']);
  const sanitised = { paragraphs: [{ n: 1, text: TEXT }], smallCircleTest: 'PASSED', statement: 'Forty work there.' };
  await analyst.ask({ ...IN_PRISON, path: `${REPORTS}/${urn}/sanitisation`, body: sanitised });
  await manager.ask({ ...IN_PRISON, path: `${REPORTS}/${urn}/approval`, body: approvalAsOf(new Date()) });
  return urn;
};

export { SUBJECT_ID as SUSPECT };
