// Evidence of what is changed at the broker: a record before each step, in the registry's own database, and one of what came of it. What
// cannot be recorded is not done.
import { recordAll, type AuditRecord } from '@gatehouse/audit-trail';
import type { Evidence, Step } from '@gatehouse/event-bus';
import type { Clock } from '@gatehouse/service-kit/clock';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { keepersRecord } from './keepers-record.ts';

/** What audit records call a lane. */
const LANE_RECORD = 'bus.lane';

/** @param registry database of the policy service */
export const laneEvidence = (registry: pg.Pool, clock: Clock): Evidence => {
  const write = async (event: AuditRecord['event'], steps: readonly Step[], correlationId: string): Promise<void> =>
    recordAll(
      registry,
      steps.map((step) => recordOf(event, step, { correlationId, at: clock.now().toISOString() })),
    );
  return {
    before: async (steps) => {
      const correlationId = randomUUID();
      await write('lane-change-intended', steps, correlationId);
      return {
        done: () => write('lane-changed', steps, correlationId),
        failed: () => write('lane-change-failed', steps, correlationId),
      };
    },
  };
};

const recordOf = (event: AuditRecord['event'], step: Step, said: { correlationId: string; at: string }): AuditRecord =>
  keepersRecord(event, {
    action: step.step,
    item: { id: 'right' in step ? step.right.name : step.topic, product: LANE_RECORD },
    fields: fieldsOf(step),
    ...said,
  });

/** Whose right it is and what it lets him do; which setting. */
const fieldsOf = (step: Step): string[] => {
  if ('right' in step) return [`${step.right.principal}.${step.right.denied ? 'never-' : ''}${step.right.may}`];
  return step.step === 'set-setting' ? [step.setting] : [];
};
