// A report's life as it is shown: what happened, by whom, and every grade each paragraph ever had. Pure.
import type { RecordedEvent } from '@gatehouse/event-store';
import type { Grade } from '../intelligence-report/grade.ts';
import { stateOfNecessity } from '@gatehouse/policy';
import type { SpecialStatement } from '../intelligence-report/special-category.events.ts';
import type { ReportEvent } from '../intelligence-report/intelligence-report.events.ts';

export interface LifeEntry {
  event: string;
  by: string;
  at: string;
  /** why, where somebody said so */
  reason: string | null;
}

export interface GradeEntry {
  n: number;
  grade: Grade;
  by: string;
  at: string;
  reason: string | null;
}

/** The last statement as whoever answers it reads it. */
export const specialSeen = (statement: SpecialStatement | null, now: Date) =>
  statement && {
    statementId: statement.statementId,
    state: stateOfNecessity(statement, now),
    statedBy: statement.by,
    statedAt: statement.at,
    fields: statement.fields,
  };

type Recorded = Pick<RecordedEvent, 'type' | 'data'>;

const asEvent = ({ type, data }: Recorded): ReportEvent => ({ type, data }) as ReportEvent;

/** Oldest first. */
export const lifeOf = (events: Recorded[]): LifeEntry[] =>
  events.map(asEvent).map(({ type, data }) => {
    const { by, at } = data;
    return { event: type, by, at, reason: 'reason' in data ? data.reason : null };
  });

/** Oldest first; a grade never takes another one's place unseen. */
export const gradesOf = (events: Recorded[]): GradeEntry[] =>
  events.map(asEvent).flatMap((event): GradeEntry[] => {
    const { by, at } = event.data;
    if (event.type === 'IntelligenceReportEvaluated')
      return event.data.paragraphs.map(({ n, grade }) => ({ n, grade, by, at, reason: null }));
    if (event.type !== 'IntelligenceReportRegraded') return [];
    const { n, after, reason } = event.data;
    return [{ n, grade: after, by, at, reason }];
  });
