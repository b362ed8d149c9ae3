// Seeing who a source is: asked for with a reason, approved by a second controller, open for a short time to the one who
// asked. Each step is an event in the source's own stream.
import type { Agency, Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../registry.ts';
import { done, runOnSource, type Ran } from '../source/run-on-source.ts';
import { PART } from '../source/source.events.ts';
import { Vault } from '../vault.ts';

const HOUR_MS = 3_600_000;
/** A reason that nobody has looked at for a day is no longer today's reason. */
const APPROVED_WITHIN_MS = 24 * HOUR_MS;
/** As long as an emergency access (domain reference, N22). */
const OPEN_FOR_MS = 4 * HOUR_MS;

export class RequestSourceIdentity extends Command<Ran & { requestId: string }> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly reason: string,
  ) {
    super();
  }
}

export class ApproveSourceIdentity extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly requestId: string,
  ) {
    super();
  }
}

export class OpenSourceIdentity extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly requestId: string,
  ) {
    super();
  }
}

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

@CommandHandler(RequestSourceIdentity)
export class RequestSourceIdentityHandler implements ICommandHandler<RequestSourceIdentity> {
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
  ) {}

  async execute({ asked, sourceId, reason }: RequestSourceIdentity): Promise<Ran & { requestId: string }> {
    const key = this.vault.keyOf(sourceId);
    const requestId = this.agency.newId();
    const known = done(this.agency, asked, sourceId);
    const sealedReason = key.seal(PART.request(requestId), reason);
    const data = { ...known, requestId, sealedReason, approveBefore: later(known.at, APPROVED_WITHIN_MS) };
    const said = { operation: 'collection' as const, fields: ['reason'] };
    return { ...(await runOnSource(this.agency, asked, { type: 'RequestSourceIdentity', data }, said)), requestId };
  }
}

@CommandHandler(ApproveSourceIdentity)
export class ApproveSourceIdentityHandler implements ICommandHandler<ApproveSourceIdentity> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, sourceId, requestId }: ApproveSourceIdentity): Promise<Ran> {
    const known = done(this.agency, asked, sourceId);
    const data = { ...known, requestId, until: later(known.at, OPEN_FOR_MS) };
    return runOnSource(this.agency, asked, { type: 'ApproveSourceIdentity', data }, { operation: 'alteration' });
  }
}

@CommandHandler(OpenSourceIdentity)
export class OpenSourceIdentityHandler implements ICommandHandler<OpenSourceIdentity> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, sourceId, requestId }: OpenSourceIdentity): Promise<Ran> {
    const data = { ...done(this.agency, asked, sourceId), requestId };
    const said = { operation: 'consultation' as const, fields: ['identity'] };
    return runOnSource(this.agency, asked, { type: 'OpenSourceIdentity', data }, said);
  }
}
