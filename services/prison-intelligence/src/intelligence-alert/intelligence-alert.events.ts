// An alert is an action message with a short life that stands on a graded report (domain reference 4.1). The event holds
// the owner's whole record, also what never leaves; the instrument says what of it does.
import type { Handling } from '../handling/handling.ts';
import type { Grade } from '../intelligence-report/grade.ts';
import type { SubjectCategory } from '../intelligence-report/intelligence-report.events.ts';

export interface AlertSubject {
  subjectId: string;
  name: string;
  aliases: string[];
  category: SubjectCategory;
  cases: string[];
}

export interface IntelligenceAlertRaised {
  type: 'IntelligenceAlertRaised';
  data: {
    alertId: string;
    alertType: 'RECRUITMENT_ACTIVITY';
    priority: 'ROUTINE' | 'PRIORITY' | 'IMMEDIATE';
    reportUrns: string[];
    grades: Grade[];
    subjects: AlertSubject[];
    nature: string;
    where: string | null;
    when: string | null;
    whatToDo: string;
    whatNotToDo: string | null;
    dutyContact: string | null;
    history: string | null;
    sourceNote: string | null;
    handling: Handling;
    ackWithin: string;
    validUntil: string;
    unit: string;
    by: string;
    at: string;
  };
}

export type AlertEvent = IntelligenceAlertRaised;

export const alertStream = (alertId: string): string => `intelligence-alert-${alertId}`;
