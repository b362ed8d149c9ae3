import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RecordAddress, RecordAnswer, RecordsPage, RecordsQuery } from './records.dto.ts';
import { ActsOfPerson, RecordByNumber, RecordsOfPerson } from './records.queries.ts';

const PAGE = 50;

@ApiTags('records')
@Controller('records')
export class RecordsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Duty('QueryAuditRecords')
  @ApiOperation({
    summary: 'The audit records about a person, or of what a member of staff did',
    description:
      'Who looked, when, for which purpose, on which basis, at which fields; each with its proof. The question is recorded before it is answered, also one about the own acts of whoever asks.',
  })
  @ApiOkResponse({ type: RecordsPage })
  async page(
    @Ask() asked: RequestContext,
    @Query() { subject, actor: person = '', agency = '', limit = PAGE, cursor, from, to }: RecordsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordsPage> {
    const page = { limit, cursor, from, to };
    const query =
      subject === undefined
        ? new ActsOfPerson(asked, { agency, person }, page)
        : new RecordsOfPerson(asked, subject, page);
    const { answer, promise } = await this.queries.execute(query);
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
