import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { stateOfNecessity } from '@gatehouse/policy';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import type { Agency } from '@gatehouse/sharing';
import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { isReference } from '../reference/reference.ts';
import { ActOnReport } from './act-on-report.ts';
import type { ReportAct } from './prepare-command.ts';
import { reportProblem } from './report-problems.ts';
import { AnswerSpecialCategoryBody, SpecialCategoryAnswer, StateSpecialCategoryBody } from './special-category.dto.ts';

const STATEMENT_ID = new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('intelligence reports')
@Controller('intelligence-reports/:reportUrn/special-categories')
export class SpecialCategoryController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Post()
  @Duty('StateSpecialCategory')
  @ApiOperation({
    summary: 'State that fields of a special category are strictly necessary',
    description:
      'Each field with what it says, the ground in law and why. Nothing of it leaves before another has approved it; a new statement takes the place of the last.',
  })
  @ApiCreatedResponse({ type: SpecialCategoryAnswer })
  state(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Body() { fields }: StateSpecialCategoryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SpecialCategoryAnswer> {
    const said = { statementId: this.agency.newId(), fields: structuredClone(fields) };
    return this.#act(asked, reportUrn, { type: 'StateSpecialCategory', said }, reply);
  }

  @Post(':statementId/approval')
  @HttpCode(200)
  @Duty('ApproveSpecialCategory')
  @ApiOperation({
    summary: 'Approve that it is strictly necessary',
    description: 'Within a day, by somebody who neither stated it nor wrote the report. It counts for thirty days.',
  })
  @ApiOkResponse({ type: SpecialCategoryAnswer })
  approve(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Param('statementId', STATEMENT_ID) statementId: string,
    @Body() { reason }: AnswerSpecialCategoryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SpecialCategoryAnswer> {
    return this.#act(asked, reportUrn, { type: 'ApproveSpecialCategory', said: { statementId, reason } }, reply);
  }

  @Post(':statementId/refusal')
  @HttpCode(200)
  @Duty('ApproveSpecialCategory')
  @ApiOperation({ summary: 'Refuse it', description: 'It is not strictly necessary: it leaves with no release.' })
  @ApiOkResponse({ type: SpecialCategoryAnswer })
  refuse(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Param('statementId', STATEMENT_ID) statementId: string,
    @Body() { reason }: AnswerSpecialCategoryBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SpecialCategoryAnswer> {
    return this.#act(asked, reportUrn, { type: 'RefuseSpecialCategory', said: { statementId, reason } }, reply);
  }

  async #act(
    asked: RequestContext,
    reportUrn: string,
    act: Extract<ReportAct, { said: { statementId: string } }>,
    reply: FastifyReply,
  ): Promise<SpecialCategoryAnswer> {
    if (!isReference('IR', reportUrn)) throw new Problem('not-found');
    const { report, refusal, promise } = await this.commands.execute(new ActOnReport(asked, reportUrn, act));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal || report.status === 'none' || report.special === null)
      throw reportProblem(refusal ?? 'statement-unknown');
    const { statementId } = act.said;
    return { reportUrn, statementId, state: stateOfNecessity(report.special, this.agency.clock.now()) };
  }
}
