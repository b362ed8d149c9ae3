import type { Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { REGISTRY, type Registry } from '../registry.ts';
import { confirmPartyKey, registerPartyKey, revokePartyKey, type NewKey, type RanOnParty } from './run-on-party.ts';

export class RegisterPartyKey extends Command<RanOnParty> {
  constructor(
    readonly asked: Asked,
    readonly party: string,
    readonly key: NewKey,
  ) {
    super();
  }
}

export class ConfirmPartyKey extends Command<RanOnParty> {
  constructor(
    readonly asked: Asked,
    readonly party: string,
    readonly kid: string,
  ) {
    super();
  }
}

export class RevokePartyKey extends Command<RanOnParty> {
  constructor(
    readonly asked: Asked,
    readonly party: string,
    readonly revoked: { kid: string; since: string | null; reason: string },
  ) {
    super();
  }
}

@CommandHandler(RegisterPartyKey)
export class RegisterPartyKeyHandler implements ICommandHandler<RegisterPartyKey> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, party, key }: RegisterPartyKey): Promise<RanOnParty> {
    return registerPartyKey(this.registry, asked, party, key);
  }
}

@CommandHandler(ConfirmPartyKey)
export class ConfirmPartyKeyHandler implements ICommandHandler<ConfirmPartyKey> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, party, kid }: ConfirmPartyKey): Promise<RanOnParty> {
    return confirmPartyKey(this.registry, asked, party, kid);
  }
}

@CommandHandler(RevokePartyKey)
export class RevokePartyKeyHandler implements ICommandHandler<RevokePartyKey> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, party, revoked }: RevokePartyKey): Promise<RanOnParty> {
    return revokePartyKey(this.registry, asked, party, revoked);
  }
}
