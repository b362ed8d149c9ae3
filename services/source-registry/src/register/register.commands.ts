// What a controller does with an entry whose identity he does not see: authorises, reassigns, ends.
import type { Agency, Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { handlerName } from '../names.ts';
import { AGENCY } from '../registry.ts';
import { done, runOnSource, type Ran } from '../source/run-on-source.ts';
import { PART } from '../source/source.events.ts';
import { Vault } from '../vault.ts';

export class OpenRegisterEntry extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
  ) {
    super();
  }
}

export class AuthoriseSource extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
  ) {
    super();
  }
}

export class AssignSourceHandler extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly to: { person: string; reason: string },
  ) {
    super();
  }
}

export class DeregisterSource extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(OpenRegisterEntry)
export class OpenRegisterEntryHandler implements ICommandHandler<OpenRegisterEntry> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, sourceId }: OpenRegisterEntry): Promise<Ran> {
    const data = done(this.agency, asked, sourceId);
    const fields = ['handler', 'identityRequests[]', 'risk', 'status'];
    return runOnSource(this.agency, asked, { type: 'OpenRegisterEntry', data }, { operation: 'consultation', fields });
  }
}

@CommandHandler(AuthoriseSource)
export class AuthoriseSourceHandler implements ICommandHandler<AuthoriseSource> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, sourceId }: AuthoriseSource): Promise<Ran> {
    const data = done(this.agency, asked, sourceId);
    return runOnSource(this.agency, asked, { type: 'AuthoriseSource', data }, { operation: 'alteration' });
  }
}

@CommandHandler(AssignSourceHandler)
export class AssignSourceHandlerHandler implements ICommandHandler<AssignSourceHandler> {
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
  ) {}

  async execute({ asked, sourceId, to: { person, reason } }: AssignSourceHandler): Promise<Ran> {
    const key = this.vault.keyOf(sourceId);
    const assignmentId = this.agency.newId();
    const data = {
      ...done(this.agency, asked, sourceId),
      assignment: {
        assignmentId,
        handler: handlerName(this.agency.keys.pseudonym, person),
        sealedName: key.seal(PART.handler(assignmentId), person),
      },
      sealedReason: key.seal(PART.reassigned(assignmentId), reason),
    };
    const said = { operation: 'alteration' as const, fields: ['handler', 'reason'] };
    return runOnSource(this.agency, asked, { type: 'AssignSourceHandler', data }, said);
  }
}

@CommandHandler(DeregisterSource)
export class DeregisterSourceHandler implements ICommandHandler<DeregisterSource> {
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
  ) {}

  async execute({ asked, sourceId, reason }: DeregisterSource): Promise<Ran> {
    const key = this.vault.keyOf(sourceId);
    const data = { ...done(this.agency, asked, sourceId), sealedReason: key.seal(PART.end, reason) };
    const said = { operation: 'alteration' as const, fields: ['reason'] };
    return runOnSource(this.agency, asked, { type: 'DeregisterSource', data }, said);
  }
}
