import { AUDIT_PROMISE_HEADER, type AuditRecord } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { decisionsAbout } from './decisions-about.ts';
import { explain } from './explain.ts';
import { decidedAnswer, DecisionsAnswer, DecisionsQuery, ExplanationAnswer } from './explanation.dto.ts';
import { EXPLANATION, type Explanation } from './explanation.ts';
import { inWords } from './words.ts';

const RECORD_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('explanations')
@Controller('decisions')
export class ExplanationController {
  constructor(@Inject(EXPLANATION) private readonly explanation: Explanation) {}

  @Get()
  @Duty('ExplainDecision')
  @ApiOperation({
    summary: 'What was decided about an item here',
    description:
      'The youngest hundred, disclosures and refusals alike; an id that names nothing has none but those who asked for it.',
  })
  @ApiOkResponse({ type: DecisionsAnswer })
  async about(
    @Ask() asked: RequestContext,
    @Query() { itemId }: DecisionsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecisionsAnswer> {
    const { agency } = this.explanation;
    const records = (await decisionsAbout(agency.pool, itemId)).filter((record) => !isOf(record, asked.caller));
    const promise = await recordOwnRead(agency, asked, {
      action: 'ListDecisions',
      item: { id: itemId, product: records[0]?.item?.product ?? 'unknown' },
      subjects: [...new Set(records.flatMap(({ subjects }) => subjects))],
      fields: [],
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return { decisions: records.map(decidedAnswer) };
  }

  @Get(':recordId/explanation')
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
    const shown = found && !isOf(found.record, asked.caller) ? found : null;
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
const isOf = ({ actor, askedAbout }: AuditRecord, { person, agency }: RequestContext['caller']): boolean =>
  actor.agency === agency && (actor.person === person || askedAbout?.person === person);
