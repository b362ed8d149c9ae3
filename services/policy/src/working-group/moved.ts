// From a motion to its answer: the promise first, then the group or the problem.
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Problem } from '@gatehouse/service-kit';
import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerOf, type WorkingGroupAnswer } from './working-group.answer.ts';
import type { MoveInWorkingGroup } from './working-group.commands.ts';
import { toProblem } from './working-group.refusals.ts';

/** @throws Problem for a refusal */
export const moved = async (
  commands: CommandBus,
  reply: FastifyReply,
  command: MoveInWorkingGroup,
): Promise<WorkingGroupAnswer> => {
  const { refusal, promise, group } = await commands.execute(command);
  void reply.header(AUDIT_PROMISE_HEADER, promise);
  if (refusal) throw toProblem(refusal);
  if (group.status === 'none') throw new Problem('not-found');
  return answerOf(group);
};
