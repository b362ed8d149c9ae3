// Carries what a person wants done with a parked message to its decider, with the audit row in the same transaction.
import {
  settleParked,
  type Agency,
  type Asked,
  type ParkedMessageCommand,
  type ParkedOutcome,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';

/** The agency whose messages they are: given once, by the module. */
export const PARKING_AGENCY = Symbol('ParkingAgency');

export class SettleParkedMessage extends Command<ParkedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly command: ParkedMessageCommand,
  ) {
    super();
  }
}

@CommandHandler(SettleParkedMessage)
export class SettleParkedMessageHandler implements ICommandHandler<SettleParkedMessage> {
  constructor(@Inject(PARKING_AGENCY) private readonly agency: Agency) {}

  execute({ asked, command }: SettleParkedMessage): Promise<ParkedOutcome> {
    return settleParked(this.agency, asked, command);
  }
}
