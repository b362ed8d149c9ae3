// Evidence of what is done to timers: what kind of step at which instrument, before it is taken and with it.
import { recordAll, type AuditRecord } from '@gatehouse/audit-trail';
import type { Clock } from '@gatehouse/service-kit/clock';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { keepersRecord } from '../keepers-record.ts';
import type { TimerStep } from './timer-steps.ts';

/** What audit records call the timers of an instrument. */
const TIMERS_RECORD = 'registry.timers';

type Write = (queryable: pg.Pool | pg.ClientBase) => Promise<void>;

export const timerEvidence = (
  steps: readonly TimerStep[],
  clock: Clock,
): { intended: Write; changed: Write; failed: Write } => {
  const correlationId = randomUUID();
  const kinds = [...Map.groupBy(steps, ({ step, timer }) => `${step} ${timer.instrumentId}`).values()];
  const write =
    (event: AuditRecord['event']): Write =>
    (queryable) =>
      recordAll(
        queryable,
        kinds.map(([first, ...more]) =>
          keepersRecord(event, {
            action: first!.step,
            item: { id: first!.timer.instrumentId, product: TIMERS_RECORD },
            fields: [first!, ...more].map(({ timer }) => timer.name),
            correlationId,
            at: clock.now().toISOString(),
          }),
        ),
      );
  return {
    intended: write('timer-change-intended'),
    changed: write('timer-changed'),
    failed: write('timer-change-failed'),
  };
};
