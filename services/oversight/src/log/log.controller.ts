// The log as C2SP tlog-tiles serves it. Open by design: entries are 32-byte salted commitments, and whoever holds the
// verifier key can check the whole log without asking anybody's leave.
import { encodeVerifierKey, parseTilePath } from '@gatehouse/merkle-log';
import { Open, Problem } from '@gatehouse/service-kit';
import { Controller, Get, Header, Inject, Param, Res, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OVERSIGHT, type Oversight } from '../oversight.ts';
import { ReadCheckpoint, ReadLogResource } from './log.queries.ts';

const TEXT = 'text/plain; charset=utf-8';
// What a path names never changes: a grown tile has another path (C2SP tlog-tiles).
const FOR_EVER = 'public, max-age=31536000, immutable';

@ApiTags('log')
@Controller('log')
export class LogController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(OVERSIGHT) private readonly oversight: Oversight,
  ) {}

  @Get('checkpoint')
  @Open('public-log')
  @Header('content-type', TEXT)
  @ApiOperation({
    summary: 'The signed checkpoint',
    description: 'C2SP tlog-checkpoint: origin, size and root of the log as a signed note.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async checkpoint(): Promise<string> {
    const note = await this.queries.execute(new ReadCheckpoint());
    if (note === null) throw new Problem('temporarily-unavailable', { headers: { 'retry-after': '60' } });
    return note;
  }

  @Get('vkey')
  @Open('public-log')
  @Header('content-type', TEXT)
  @ApiOperation({
    summary: 'The verifier key',
    description: 'C2SP signed-note. Pin it: a key fetched from the log it verifies proves nothing.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  verifierKey(): string {
    return `${encodeVerifierKey(this.oversight.signer)}\n`;
  }

  @Get('tile/*')
  @Open('public-log')
  @ApiOperation({
    summary: 'A tile of hashes or a bundle of entries',
    description: 'C2SP tlog-tiles: tile/<L>/<N>[.p/<W>] and tile/entries/<N>[.p/<W>].',
  })
  @ApiParam({ name: 'path', example: '0/000.p/12' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async tile(@Param('*') path: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const resource = parseTilePath(`tile/${path}`);
    const bytes = resource && (await this.queries.execute(new ReadLogResource(resource)));
    if (!bytes) throw new Problem('not-found');
    void reply.header('cache-control', FOR_EVER);
    return new StreamableFile(bytes, { type: 'application/octet-stream', length: bytes.length });
  }
}
