// A police officer (invented) who asks: assigned to the case, or not.
import type { Asked, ReaderFacts } from './question.ts';
import { POLICE } from './two-agencies.fixture.ts';

export const assigned: ReaderFacts = {
  vetting: 'L2',
  training: [{ course: 'handling-intelligence', until: '2030-01-01T00:00:00Z' }],
  assignments: [{ case: 'KZ-2026-114', from: '2026-01-01T00:00:00Z', until: null }],
  conflicts: [],
  chain: [],
};

export const unassigned: ReaderFacts = { ...assigned, assignments: [] };

export const asked: Asked = {
  caller: { person: 'po-aidos', agency: POLICE, unit: 'almaty-ct-desk', roles: ['police-liaison'] },
  purpose: 'INVESTIGATE',
  caseRef: 'KZ-2026-114',
  correlationId: 'c',
};
