import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RecordAddress, RecordAnswer, RecordsPage, RecordsQuery } from './records.dto.ts';
import { RecordByNumber, RecordsOfPerson } from './records.queries.ts';

const PAGE = 50;

@ApiTags('records')
@Controller('records')
export class RecordsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Duty('QueryAuditRecords')
  @ApiOperation({
    summary: 'The audit records about a person',
    description:
      'Who looked, when, for which purpose, on which basis, at which fields; each with its proof. The question is recorded before it is answered.',
  })
  @ApiOkResponse({ type: RecordsPage })
  async ofPerson(
    @Ask() asked: RequestContext,
    @Query() { subject, limit, cursor }: RecordsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordsPage> {
    const { answer, promise } = await this.queries.execute(
      new RecordsOfPerson(asked, subject, { limit: limit ?? PAGE, cursor }),
    );
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return answer;
  }

  @Get(':source/:number')
  @Duty('QueryAuditRecords')
  @ApiOperation({ summary: 'One audit record with its proof' })
  @ApiOkResponse({ type: RecordAnswer })
  async byNumber(
    @Ask() asked: RequestContext,
    @Param() { source, number }: RecordAddress,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordAnswer> {
    const { answer, promise } = await this.queries.execute(new RecordByNumber(asked, source, number));
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (!answer) throw new Problem('not-found');
    return answer;
  }
}
