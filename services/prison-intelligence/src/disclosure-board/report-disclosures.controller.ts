import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { readStream } from '@gatehouse/event-store';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import { In, Repository } from 'typeorm';
import { AGENCY, READ_MODEL } from '../agency.ts';
import { reportStream } from '../intelligence-report/intelligence-report.events.ts';
import { restingOn, type Resting } from '../intelligence-report/resting-on.ts';
import { REPORT_PRODUCT } from '../intelligence-report/to-report-product.ts';
import { disclosureAnswer, DisclosureAnswer, heldBack } from './disclosure.answer.ts';
import { DisclosedItemRow } from './disclosure-board.entity.ts';

/** As this service gives them out: nothing else is taken into an audit record. */
const URN = /^IR-\d{4}-[0-9A-F]{12}$/;

class RestingAnswer implements Resting {
  @ApiProperty()
  itemId: string;

  @ApiProperty()
  product: string;
}

class ReportDisclosuresAnswer {
  @ApiProperty()
  reportUrn: string;

  @ApiProperty({ type: [DisclosureAnswer], description: 'the report, its corrections and its withdrawal' })
  disclosures: DisclosureAnswer[];

  @ApiProperty({ type: [RestingAnswer], description: 'items made from it' })
  restingOnIt: RestingAnswer[];
}

@ApiTags('intelligence reports')
@Controller('intelligence-reports')
export class ReportDisclosuresController {
  constructor(
    @InjectRepository(DisclosedItemRow, READ_MODEL) private readonly disclosed: Repository<DisclosedItemRow>,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Get(':reportUrn/disclosures')
  @Duty('ReadAlertBoard')
  @ApiOperation({ summary: 'What became of a report with each recipient, and what rests on it' })
  @ApiOkResponse({ type: ReportDisclosuresAnswer })
  async all(
    @Ask() asked: RequestContext,
    @Param('reportUrn') reportUrn: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportDisclosuresAnswer> {
    if (!URN.test(reportUrn)) throw new Problem('not-found');
    const events = await readStream(this.agency.pool, reportStream(reportUrn));
    const itemIds = events.flatMap(({ data }) => itemsIn(data));
    const rows = await this.disclosed.find({
      where: { itemId: In(itemIds) },
      order: { decidedAt: 'ASC', recipient: 'ASC' },
    });
    const held = await heldBack(this.agency.pool, itemIds, rows);
    const restingOnIt = await restingOn(this.agency.pool, reportUrn);
    const promise = await recordOwnRead(this.agency, asked, {
      action: 'ReadReportDisclosures',
      item: { id: reportUrn, product: events.length > 0 ? REPORT_PRODUCT : 'unknown' },
      subjects: [],
      fields: events.length > 0 ? ['disclosures', 'restingOnIt'] : [],
    });
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (events.length === 0) throw new Problem('not-found');
    return { reportUrn, disclosures: [...rows.map(disclosureAnswer), ...held], restingOnIt };
  }
}

/** The items an event of a report went out as: the report itself, a correction of it, its withdrawal. */
const itemsIn = (data: unknown): string[] => {
  const { itemId, correction, withdrawal } = data as {
    itemId?: string;
    correction?: { correctionId: string } | null;
    withdrawal?: { withdrawalId: string } | null;
  };
  return [itemId, correction?.correctionId, withdrawal?.withdrawalId].filter((id) => id !== undefined);
};
