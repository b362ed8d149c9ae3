import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { explain, type Explained } from './explain.ts';
import { ExplanationAnswer } from './explanation.dto.ts';
import { EXPLANATION, type Explanation } from './explanation.ts';
import { inWords } from './words.ts';

const RECORD_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('explanations')
@Controller('decisions/:recordId/explanation')
export class ExplanationController {
  constructor(@Inject(EXPLANATION) private readonly explanation: Explanation) {}

  @Get()
  @Duty('ExplainDecision')
  @ApiOperation({
    summary: 'Why, or why not?',
    description:
      "The decisions of one audit record made again as of their instant, the clauses that decided, and today's answer. Nobody is told " +
      'why he himself was answered as he was: to him there is no such decision.',
  })
  @ApiOkResponse({ type: ExplanationAnswer })
  async explain(
    @Ask() asked: RequestContext,
    @Param('recordId', RECORD_ID) recordId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExplanationAnswer> {
    const { agency, load } = this.explanation;
    const found = await explain(agency, load, recordId);
    const shown = found && !isAbout(found, asked.caller) ? found : null;
    const promise = await recordOwnRead(agency, asked, {
      action: 'ExplainDecision',
      item: { id: recordId, product: 'decision' },
      subjects: shown?.record.subjects ?? [],
      fields: [],
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!shown) throw new Problem('not-found');
    const { recordId: id, at, source, event, action, item, purpose, decision } = shown.record;
    const record = { recordId: id, at, source, event, action, item, purpose, decision };
    return { ...shown, record, words: inWords(shown) };
  }
}

/** Whoever was refused would learn by it what the refusal kept from him. */
const isAbout = ({ record: { actor, askedAbout } }: Explained, { person, agency }: RequestContext['caller']): boolean =>
  actor.agency === agency && (actor.person === person || askedAbout?.person === person);
