// From what came of an act to its answer: the promise first, then the instrument or the problem.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Problem } from '@gatehouse/service-kit';
import type { FastifyReply } from 'fastify';
import { answerOf } from './instrument.answer.ts';
import type { InstrumentAnswer } from './instrument.dto.ts';
import { toProblem } from './instrument.refusals.ts';
import type { Ran } from './run-on-instrument.ts';

/** @throws Problem for a refusal */
export const answered = (
  reply: FastifyReply,
  { refusal, promise, instrument, cutOffs, earliest }: Ran,
): InstrumentAnswer => {
  void reply.header(AUDIT_PROMISE_HEADER, promise);
  if (refusal) throw toProblem(refusal, earliest);
  if (instrument.status === 'none') throw new Problem('not-found');
  return answerOf(instrument, cutOffs);
};
