// Mistaken requests about reports, and how each is refused.
import { approvalAsOf, REPORT, SANITISATION, SUBJECT_ID } from '@gatehouse/start';
import { REPORTS } from './raised.ts';

export const OBSERVATIONS = '/prison-intelligence/v1/security-information-reports';
export const REQUIREMENTS = '/prison-intelligence/v1/intelligence-requirements';
export const UNKNOWN = 'IR-2026-000000000000';
export const [heard, rumour] = REPORT.paragraphs;
const TOKEN = `source:${'t'.repeat(43)}`;

export const observation = (change: object = {}) => ({
  observedAt: '2026-09-01T09:00:00+05:00',
  text: 'CANARY-text',
  factOrOpinion: 'SEEN',
  subjects: [{ ref: SUBJECT_ID, role: 'MAIN' }],
  urgency: 'ROUTINE',
  obtainedLawfully: true,
  ...change,
});

/** What is wrong with it, the change, the refusal. */
export const WRONG_REPORTS: [string, object, string][] = [
  ['nobody it is about', { subjects: [] }, 'report-without-subject'],
  ['nothing graded', { paragraphs: [] }, 'report-not-graded'],
  [
    'a grade off its scale',
    { paragraphs: [{ ...heard, grade: { scale: 'EUP', source: '1', information: 'A' } }] },
    'grade-not-on-scale',
  ],
  ['a tag of somebody else', { paragraphs: [{ ...heard, names: ['subject-other'] }] }, 'names-someone-else'],
  [
    'a text about somebody else',
    { paragraphs: [{ ...heard, text: 'He spoke with Sultan AKHMETOVYM.' }] },
    'names-someone-else',
  ],
  ['grounds about somebody else', { reasonableGrounds: 'Close to Sultan Akhmetov.' }, 'names-someone-else'],
  ['an unknown observation', { observations: ['SIR-2026-000000000000'] }, 'observation-unknown'],
  ['an unknown basis', { basedOn: [{ reportUrn: UNKNOWN }] }, 'basis-unknown'],
  ['an unknown requirement', { answers: ['RQ-2026-000000000000'] }, 'requirement-unknown'],
  [
    'a source that confirms itself',
    {
      paragraphs: [
        {
          ...heard,
          sourceToken: TOKEN,
          grade: { scale: '3x5x2', source: '2', information: 'B' },
          corroboratedBy: [{ n: 2 }],
        },
        { ...rumour, sourceToken: TOKEN },
      ],
    },
    'source-corroborates-itself',
  ],
];

/** Who asks, of which report, for what, the body, the status and the refusal. */
export const WRONG_ACTS: [string, string, string, object, number, string][] = [
  [
    'analyst',
    'evaluated',
    'sanitisation',
    { ...SANITISATION, paragraphs: [{ n: 1, text: 'One.' }] },
    422,
    'paragraphs-do-not-match',
  ],
  [
    'analyst',
    'evaluated',
    'sanitisation',
    {
      ...SANITISATION,
      paragraphs: [
        { n: 1, text: 'Sultan Akhmetov was there.' },
        { n: 2, text: 'Two.' },
      ],
    },
    422,
    'names-someone-else',
  ],
  ['intelligence-manager', 'evaluated', 'approval', approvalAsOf(new Date()), 409, 'report-not-sanitised'],
  ['intelligence-manager', 'evaluated', 'dissemination', {}, 409, 'report-not-approved'],
  ['intelligence-manager', 'approved', 'dissemination', {}, 422, 'preview-missing'],
  ['intelligence-manager', 'approved', 'approval', approvalAsOf(new Date()), 409, 'report-already-approved'],
  [
    'intelligence-manager',
    'approved',
    'regrade',
    { n: 9, grade: rumour?.grade, reason: 'Wrong.' },
    422,
    'paragraph-unknown',
  ],
  [
    'intelligence-manager',
    'approved',
    'regrade',
    { n: 2, grade: rumour?.grade, reason: 'Same.' },
    409,
    'grade-unchanged',
  ],
  [
    'intelligence-manager',
    'approved',
    'regrade',
    { n: 2, grade: heard?.grade, reason: 'Said Sultan Akhmetov.' },
    422,
    'names-someone-else',
  ],
  [
    'intelligence-manager',
    'approved',
    'revalidation',
    { reviewBy: '2099-01-01', reason: 'Needed.' },
    422,
    'review-too-far',
  ],
];

/** Who asks, where, the body, the type of the problem. */
export const WRONG_FORMS: [string, string, object, string][] = [
  ['analyst', REPORTS, { ...REPORT, paragraphs: [{ n: 1, text: 'x', factual: true }] }, 'validation-failed'],
  ['analyst', REPORTS, { ...REPORT, provenance: undefined }, 'validation-failed'],
  [
    'analyst',
    REPORTS,
    { ...REPORT, paragraphs: [{ ...heard, sourceToken: 'CANARY the librarian' }] },
    'validation-failed',
  ],
  ['analyst', REPORTS, { ...REPORT, secret: 'CANARY' }, 'unknown-field'],
  ['prison-officer', OBSERVATIONS, observation({ observedAt: 'yesterday' }), 'validation-failed'],
  ['prison-officer', OBSERVATIONS, observation({ obtainedLawfully: undefined }), 'validation-failed'],
  ['intelligence-manager', REQUIREMENTS, { question: '', validUntil: '2027-01-01T00:00:00Z' }, 'validation-failed'],
];
