import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, NeverKept, Problem, type RequestContext } from '@gatehouse/service-kit';
import { disclosuresOf, previewShare, recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { loadPoliceIntelligence } from './load-police-intelligence.ts';
import { outgoingOf, POLICE_INTELLIGENCE } from './police-intelligence-product.ts';
import { PoliceIntelligenceAnswer, PoliceIntelligencePreview } from './police-intelligence.answers.ts';
import { itemId } from './police-intelligence.controller.ts';
import { sharing } from './share-police-intelligence.ts';
import type { PoliceIntelligence } from './police-intelligence.decider.ts';

@ApiTags('police intelligence')
@Controller('police-intelligence')
export class PoliceIntelligenceReadingController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  @Get(':itemId')
  @Duty('ReadPoliceIntelligence')
  @ApiOperation({ summary: 'A report of ours, whole, and what became of it with whoever was sent it' })
  @ApiOkResponse({ type: PoliceIntelligenceAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PoliceIntelligenceAnswer> {
    const state = await this.#read(asked, id, 'ReadPoliceIntelligence', reply);
    const { status, report } = state;
    const approvedBy = status === 'recorded' ? null : state.approvedBy;
    return { status, approvedBy, report, disclosures: await disclosuresOf(this.agency.pool, id) };
  }

  @Post(':itemId/preview')
  @HttpCode(200)
  @Duty('SharePoliceIntelligence')
  @NeverKept()
  @ApiOperation({
    summary: 'What would leave, before anything does',
    description: 'Field by field for each party that an agreement names, for the purpose and case it is asked with.',
  })
  @ApiOkResponse({ type: PoliceIntelligencePreview })
  async preview(
    @Ask() asked: RequestContext,
    @Param('itemId', itemId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PoliceIntelligencePreview> {
    const { report } = await this.#read(asked, id, 'PreviewPoliceIntelligence', reply);
    const outgoing = outgoingOf(report, asked.purpose, asked.caseRef);
    const { token, recipients } = await previewShare(this.agency, outgoing, sharing(asked, id));
    return { preview: token, recipients };
  }

  /** The reading is recorded before anything is shown, of a report that does not exist too. */
  async #read(
    asked: RequestContext,
    id: string,
    action: string,
    reply: FastifyReply,
  ): Promise<Exclude<PoliceIntelligence, { status: 'none' }>> {
    const state = await loadPoliceIntelligence(this.agency.pool, id);
    const known = state.status !== 'none';
    const promise = await recordOwnRead(this.agency, asked, {
      action,
      item: { id, product: known ? POLICE_INTELLIGENCE : 'unknown' },
      subjects: known ? state.report.subjects.map(({ auditRef }) => auditRef) : [],
      fields: known ? Object.keys(state.report).sort() : [],
    });
    if (!known) throw new Problem('not-found');
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return state;
  }
}
