// An alert as one of its own people is shown it. That its time is over follows from the clock.
import type { Answer } from '@gatehouse/sharing';
import type { Status } from '../alert-board/alert-board.dto.ts';
import type { AlertBoardRow } from '../alert-board/alert-board.entity.ts';
import type { Alert } from '../intelligence-alert/intelligence-alert.decider.ts';
import type { ActionableAnswer } from './actionable-alert.dto.ts';

export const shownRow = (row: AlertBoardRow, content: unknown, person: string, now: Date): ActionableAnswer => ({
  alertId: row.alertId,
  status: statusOf(row.clearedAt !== null, row.validUntil, now),
  content,
  obligations: [],
  acknowledgedAt: row.acknowledged.find(({ by }) => by === person)?.at ?? null,
});

export const shownStream = (
  alert: Exclude<Alert, { status: 'none' }>,
  { content, obligations }: Answer<unknown>,
  person: string,
  now: Date,
): ActionableAnswer => ({
  alertId: alert.record.alertId,
  status: statusOf(alert.status === 'cleared', new Date(alert.record.validUntil), now),
  content,
  obligations,
  acknowledgedAt: alert.acknowledged.find(({ by }) => by === person)?.at ?? null,
});

const statusOf = (cleared: boolean, validUntil: Date, now: Date): Status => {
  if (cleared) return 'cleared';
  return validUntil <= now ? 'expired' : 'open';
};
