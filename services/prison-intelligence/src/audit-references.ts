// Audit records name people by a reference that only oversight can resolve (ruling 6).
import { pseudonym } from '@gatehouse/crypto';
import type { Agency } from '@gatehouse/sharing';

export const auditReferences = (agency: Agency, subjects: { subjectId: string }[]): string[] =>
  subjects.map(({ subjectId }) => pseudonym(agency.auditSubjectKey, 'audit', subjectId));
