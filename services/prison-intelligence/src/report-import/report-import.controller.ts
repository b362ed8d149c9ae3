import { AUDIT_PROMISE_HEADER } from '@gatehouse/audit-trail';
import { Ask, Duty, Problem, refusals, type RequestContext, type StreamedBody } from '@gatehouse/service-kit';
import { recordOwnRead, type Agency } from '@gatehouse/sharing';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AGENCY } from '../agency.ts';
import { importAnswer } from './import-answer.ts';
import { importOf, importsOf } from './import-row.ts';
import { FILE_LIMIT_BYTES, FILE_TYPES, receiveFile } from './receive-file.ts';
import { ChangeImport, IMPORT_PRODUCT, type ImportChange, type ImportOutcome } from './report-import.commands.ts';
import type { ImportRefusal } from './report-import.decider.ts';
import { ImportAnswer, ImportsAnswer, ImportsQuery, OpenImportBody, StartImportBody } from './report-import.dto.ts';

export const problem = refusals<ImportRefusal>({
  'import-exists': ['already-exists', 'An import with this id exists already.'],
  'import-unknown': 'not-found',
  'file-received-already': ['state-conflict', 'This import has its file. Open another import for another file.'],
  'file-not-checked': ['state-conflict', 'The file has not been checked yet: send it, and wait for the dry run.'],
  'file-not-readable': ['state-conflict', 'The file as a whole cannot be imported: see check.fileFaults.'],
  'no-good-lines': ['state-conflict', 'No line of the file can become a report: see the faults.'],
  'faulty-lines-not-agreed': [
    'command-refused',
    'Lines with faults are left out only when you say how many: give check.faultyLines as leaveOut.',
  ],
  'import-started-already': ['state-conflict', 'The import was started already.'],
  'import-not-running': ['state-conflict', 'The import is not running.'],
  'import-not-stopped': ['state-conflict', 'The import was not stopped.'],
  'import-over': ['state-conflict', 'The import is over: it ended, or was abandoned.'],
});

const STREAM: StreamedBody = { mediaTypes: Object.keys(FILE_TYPES), limitBytes: FILE_LIMIT_BYTES };
const importId = () => new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') });

@ApiTags('report imports')
@Controller('report-imports')
export class ReportImportController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(AGENCY) private readonly agency: Agency,
  ) {}

  @Post()
  @Duty('ImportIntelligenceReports')
  @ApiOperation({
    summary: 'Open an import',
    description: 'Say how the file is to be read, where it does not say itself.',
  })
  @ApiCreatedResponse({ type: ImportAnswer })
  async open(
    @Ask() asked: RequestContext,
    @Body() body: OpenImportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    const { format, encoding, delimiter, dateOrder, columns = {}, ignore = [] } = body;
    const { prison, scale } = body.defaults ?? {};
    const read = { format: format ?? null, encoding: encoding ?? null, delimiter: delimiter ?? null };
    const settings = { ...read, dateOrder: dateOrder ?? null, columns, ignore, defaults: { prison, scale } };
    const id = this.agency.newId();
    return this.#change(asked, { type: 'OpenReportImport', data: { importId: id, settings } }, reply);
  }

  @Post(':importId/file')
  @HttpCode(202)
  @Duty('ImportIntelligenceReports', STREAM)
  @ApiConsumes(...STREAM.mediaTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({
    summary: 'Send the file',
    description:
      'As a stream, at most limitBytes. Every line is checked then, and nothing is imported yet: the dry run.',
  })
  async file(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    // Nobody sends 200 MB to learn that there is nothing to send it to.
    const row = await importOf(this.agency.pool, asked.caller.unit, id);
    const outcome =
      row?.status === 'open' ? await receiveFile(this.agency, asked, id, request) : await this.#refused(asked, id);
    return this.#answer(asked, id, outcome, reply);
  }

  @Post(':importId/start')
  @HttpCode(202)
  @Duty('ImportIntelligenceReports')
  @ApiOperation({
    summary: 'Start the import',
    description: 'Each good line becomes a report, as if it were typed in.',
  })
  start(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Body() { leaveOut = 0 }: StartImportBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    return this.#change(asked, { type: 'StartReportImport', data: { importId: id, leaveOut } }, reply);
  }

  @Post(':importId/stop')
  @HttpCode(202)
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: 'Stop', description: 'After the lines under way. What was imported stays.' })
  stop(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    return this.#change(asked, { type: 'StopReportImport', data: { importId: id } }, reply);
  }

  @Post(':importId/resume')
  @HttpCode(202)
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: 'Go on after a stop', description: 'A restart of the service needs no resuming.' })
  resume(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    return this.#change(asked, { type: 'ResumeReportImport', data: { importId: id } }, reply);
  }

  @Post(':importId/abandon')
  @HttpCode(200)
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: 'Abandon', description: 'Deletes the file and its lines. Reports that were made stay.' })
  abandon(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    return this.#change(asked, { type: 'AbandonReportImport', data: { importId: id } }, reply);
  }

  @Get()
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: "The unit's imports", description: 'Newest first.' })
  @ApiOkResponse({ type: ImportsAnswer })
  async list(
    @Ask() asked: RequestContext,
    @Query() { fileDigest }: ImportsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportsAnswer> {
    const rows = await importsOf(this.agency.pool, asked.caller.unit, fileDigest ?? null);
    const read = { action: 'ListReportImports', item: null, subjects: [], fields: ['imports'] };
    void reply.header(AUDIT_PROMISE_HEADER, await recordOwnRead(this.agency, asked, read));
    return { imports: rows.map(importAnswer) };
  }

  @Get(':importId')
  @Duty('ImportIntelligenceReports')
  @ApiOperation({ summary: 'How far an import is', description: 'The dry run, and the progress of the import.' })
  @ApiOkResponse({ type: ImportAnswer })
  async one(
    @Ask() asked: RequestContext,
    @Param('importId', importId()) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer> {
    const row = await importOf(this.agency.pool, asked.caller.unit, id);
    const fields = row ? Object.keys(importAnswer(row)).sort() : [];
    const item = { id, product: row ? IMPORT_PRODUCT : 'unknown' };
    const promise = await recordOwnRead(this.agency, asked, { action: 'ReadReportImport', item, subjects: [], fields });
    if (!row) throw new Problem('not-found');
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    return importAnswer(row);
  }

  async #change(asked: RequestContext, change: ImportChange, reply: FastifyReply): Promise<ImportAnswer> {
    const outcome = await this.commands.execute(new ChangeImport(asked, change));
    return this.#answer(asked, change.data.importId, outcome, reply);
  }

  /** The decider says why, and its record is written: this import takes no file. */
  #refused(asked: RequestContext, id: string): Promise<ImportOutcome> {
    const data = { importId: id, bytes: 0, digest: '', format: 'csv' as const };
    return this.commands.execute(new ChangeImport(asked, { type: 'ReceiveReportFile', data }));
  }

  async #answer(
    asked: RequestContext,
    id: string,
    { refusal, promise }: ImportOutcome,
    reply: FastifyReply,
  ): Promise<ImportAnswer> {
    void reply.header(AUDIT_PROMISE_HEADER, promise);
    if (refusal) throw problem(refusal);
    const row = await importOf(this.agency.pool, asked.caller.unit, id);
    if (!row) throw new Problem('not-found');
    return importAnswer(row);
  }
}
