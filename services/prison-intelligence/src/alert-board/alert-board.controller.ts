import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { auditReferences, recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { ALERT_PRODUCT } from '../sharing.ts';
import { AlertBoardRow, type BoardDisclosure } from './alert-board.entity.ts';

class BoardAnswer {
  @ApiProperty({ format: 'uuid' })
  alertId: string;

  @ApiProperty()
  type: string;

  @ApiProperty()
  priority: string;

  @ApiProperty({ type: [String] })
  reportUrns: string[];

  @ApiProperty()
  raisedBy: string;

  @ApiProperty({ format: 'date-time' })
  raisedAt: string;

  @ApiProperty({ format: 'date-time' })
  validUntil: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    description: 'what became of it with each recipient, from the ledger and the receipts',
  })
  disclosures: BoardDisclosure[];
}

@ApiTags('alert board')
@Controller('intelligence-alerts')
export class AlertBoardController {
  constructor(
    @InjectRepository(AlertBoardRow, READ_MODEL) private readonly board: Repository<AlertBoardRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Get(':alertId')
  @Duty('ReadAlertBoard')
  @ApiOperation({
    summary: 'An alert and how far it has come',
    description: 'Decided, delivered and acknowledged, by whom, for each recipient.',
  })
  @ApiOkResponse({ type: BoardAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('alertId', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') })) alertId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BoardAnswer> {
    const row = await this.board.findOne({ where: { alertId } });
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadAlertBoard',
      item: { id: alertId, product: row ? ALERT_PRODUCT : 'unknown' },
      subjects: row ? auditReferences(this.agency, row.subjectIds) : [],
      fields: row ? Object.keys(answer(row)).sort() : [],
    });
    if (!row) throw new Problem('not-found');
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return answer(row);
  }
}

const answer = (row: AlertBoardRow): BoardAnswer => ({
  alertId: row.alertId,
  type: row.alertType,
  priority: row.priority,
  reportUrns: row.reportUrns,
  raisedBy: row.raisedBy,
  raisedAt: row.raisedAt.toISOString(),
  validUntil: row.validUntil.toISOString(),
  disclosures: Object.values(row.disclosures),
});
