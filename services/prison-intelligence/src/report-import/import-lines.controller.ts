// The lines of an import: faults of the dry run and outcomes of the import, page by page and as CSV for a spreadsheet.
import { Readable } from 'node:stream';
import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { openCursor, sealCursor } from '@gatehouse/crypto';
import { Ask, Duty, Problem, type RequestContext } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Controller, Get, Inject, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { stringify } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import { AGENCY } from '../agency.ts';
import { importOf } from './import-row.ts';
import { FAULTS, OUTCOMES, pageOf, rowsOf, type LineList, type Place } from './line-lists.ts';
import { IMPORT_PRODUCT } from './report-import.commands.ts';
import { FaultPage, LinesQuery, OutcomePage, type FaultAnswer, type OutcomeAnswer } from './report-import.dto.ts';

const importId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('report imports')
@Controller('report-imports')
export class ImportLinesController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  @Get(':importId/faults')
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: 'The faults, by line', description: 'What the dry run found, and what the import refused.' })
  @ApiOkResponse({ type: FaultPage })
  async faults(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Query() query: LinesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FaultPage> {
    const { rows, count, next } = await this.#page<FaultAnswer>(asked, id, FAULTS, query, reply);
    return { faults: rows, count, next };
  }

  @Get(':importId/faults.csv')
  @Duty('ImportIntelligenceReports')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiOperation({
    summary: 'The faults as CSV',
    description: 'UTF-8 with a byte order mark; formulas are made harmless.',
  })
  faultsAsCsv(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#csv(asked, id, FAULTS, reply);
  }

  @Get(':importId/result')
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: 'What became of each line', description: 'By line: the reference and the report under it.' })
  @ApiOkResponse({ type: OutcomePage })
  async result(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Query() query: LinesQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OutcomePage> {
    const { rows, count, next } = await this.#page<OutcomeAnswer>(asked, id, OUTCOMES, query, reply);
    return { outcomes: rows, count, next };
  }

  @Get(':importId/result.csv')
  @Duty('ImportIntelligenceReports')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiOperation({
    summary: 'The result as CSV',
    description: 'UTF-8 with a byte order mark; formulas are made harmless.',
  })
  resultAsCsv(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#csv(asked, id, OUTCOMES, reply);
  }

  async #page<Row>(asked: RequestContext, id: string, list: LineList, query: LinesQuery, reply: FastifyReply) {
    const scope = `${list.action}:${id}:${asked.caller.unit}`;
    const after = await this.#placeOf(scope, query.cursor);
    await this.#read(asked, id, list, reply);
    const page = await pageOf(this.agency.pool, list, id, after, query.limit ?? 100);
    const next = page.next && (await sealCursor(this.agency.keys.cursor, scope, { ...page.next }));
    return { rows: page.rows as Row[], count: page.count, next };
  }

  async #placeOf(scope: string, cursor: string | undefined): Promise<Place> {
    if (cursor === undefined) return { line: 0, place: 0 };
    try {
      return (await openCursor(this.agency.keys.cursor, scope, cursor)) as Place;
    } catch (cause) {
      throw new Problem('cursor-invalid', { cause });
    }
  }

  async #csv(asked: RequestContext, id: string, list: LineList, reply: FastifyReply): Promise<void> {
    await this.#read(asked, id, list, reply);
    // A heading is the sender's text and a reference the prison's: a spreadsheet must not take them for formulas.
    const csv = stringify({ header: true, bom: true, columns: list.columns, escape_formulas: true });
    void reply.header('content-type', 'text/csv; charset=utf-8');
    void reply.header('content-disposition', `attachment; filename="${list.file}"`);
    await reply.send(Readable.from(rowsOf(this.agency.pool, list, id)).pipe(csv));
  }

  /** Recorded before anything is shown; another unit's import is none. */
  async #read(asked: RequestContext, id: string, { action, columns }: LineList, reply: FastifyReply): Promise<void> {
    const row = await importOf(this.agency.pool, asked.caller.unit, id);
    const item = { id, product: row ? IMPORT_PRODUCT : 'unknown' };
    const promise = await recordOwnRead(this.agency, asked, { action, item, subjects: [], fields: row ? columns : [] });
    if (!row) throw new Problem('not-found');
    void reply.header(AUDIT_PROMISE_HEADER, promise);
  }
}
