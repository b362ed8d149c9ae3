import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { InjectPinoLogger, PinoLogger } from 'nestjs-pino';
import { ConcurrencyConflict, RetryableFault, TerminalFault } from '../faults.ts';
import { policyRefusal, refusals } from '../refusals.ts';
import { Ask } from '../request-context.ts';
import type { RequestContext } from '../request-context.ts';
import { Disclosure, Duty, Open } from '../routes.ts';
import { NoteDto, NotePageQuery } from './note.dto.ts';

type NoteRefusal = 'note-closed' | 'note-empty' | 'note-hidden';

const problemFor = refusals<NoteRefusal>({
  'note-closed': ['state-conflict', 'Open the note first.'],
  'note-empty': ['command-refused', 'Write at least one paragraph.'],
  'note-hidden': 'not-found',
});

@Controller('notes')
export class NoteController {
  constructor(@InjectPinoLogger(NoteController.name) private readonly log: PinoLogger) {}

  @Post()
  @Duty('WriteNote')
  write(@Body() note: NoteDto, @Ask() ask: RequestContext) {
    this.log.info('a note was written');
    return { by: ask.caller.person, purpose: ask.purpose, caseRef: ask.caseRef, paragraphs: note.paragraphs.length };
  }

  @Get()
  @Disclosure('list')
  @ApiOkResponse({ type: [NoteDto] })
  list(@Query() page: NotePageQuery) {
    return { limit: page.limit ?? null };
  }

  @Get('health')
  @Open('health')
  health() {
    return { fine: true };
  }

  @Get(':id')
  @Disclosure('open')
  read(@Param('id') id: string) {
    throw policyRefusal({
      outward: id === 'hidden' ? 404 : 403,
      reason: 'PURPOSE_MISMATCH',
      obligations: ['OFFER_RFI'],
    });
  }

  @Post(':id/refuse/:how')
  @HttpCode(200)
  @Duty('WriteNote')
  refuse(@Param('how') how: NoteRefusal) {
    throw problemFor(how);
  }

  @Post(':id/acknowledgement')
  @HttpCode(200)
  @Disclosure('acknowledge')
  acknowledge(@Param('id') id: string) {
    return { id };
  }

  @Get('fault/:kind')
  @Disclosure('open')
  fault(@Param('kind') kind: string) {
    if (kind === 'conflict') throw new ConcurrencyConflict('expected version 3');
    if (kind === 'retryable') throw new RetryableFault('the database is away', { retryAfterSeconds: 2.2 });
    if (kind.startsWith('cursor')) throw new TerminalFault('cursor', { code: kind });
    if (kind === 'terminal') throw new TerminalFault('an event of an unknown type', { code: 'unknown-event' });
    throw Object.assign(new Error('Key (name)=(CANARY-in-error)\n already exists'), { code: '23505' });
  }

  @Get('forgotten/route')
  forgotten() {
    return { leaked: true };
  }
}
