// Approved reports for alerts of every type: about a suspect, a convict and a member of staff, graded well or badly.
import { CASE, REPORT, SUBJECT_ID } from '@gatehouse/start';
import { as, IN_PRISON, REPORTS } from './raised.ts';
import type { Running } from './running.ts';

export const CONVICT = 'subject-22b0aa10';
export const STAFF = 'staff-4471';

const people = [
  ...REPORT.subjects,
  { subjectId: CONVICT, name: 'Ruslan Abenov (invented)', aliases: [], category: 'CONVICTED', cases: [CASE] },
  { subjectId: STAFF, name: 'Kairat Sadykov (invented)', aliases: [], category: 'STAFF', cases: [] },
];

const grades = {
  good: { scale: '3x5x2', source: '1', information: 'B' },
  poor: { scale: '3x5x2', source: '2', information: 'D' },
};

/** Records and approves a report about all three. Gives its URN. */
export const approvedReport = async (gatehouse: Running, grade: keyof typeof grades): Promise<string> => {
  const [analyst, manager] = [as(gatehouse, 'analyst'), as(gatehouse, 'intelligence-manager')];
  const paragraphs = [{ n: 1, text: 'In a work area of the prison.', factual: true, grade: grades[grade] }];
  const body = { ...REPORT, subjects: people, paragraphs };
  const urn = String((await analyst.ask({ ...IN_PRISON, path: REPORTS, body })).body['reportUrn']);
  await manager.ask({ ...IN_PRISON, method: 'POST', path: `${REPORTS}/${urn}/approval` });
  return urn;
};

export { SUBJECT_ID as SUSPECT };
