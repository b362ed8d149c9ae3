// The command handlers: one for a draft, which may be answered with the faults of its text, and one for every other act.
import { unreachable } from '@gatehouse/event-store/decider';
import type { Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { REGISTRY, type Registry } from '../registry.ts';
import {
  bringIntoForce,
  draftInstrument,
  noteObligationEvent,
  proveReturn,
  recordObligation,
  reviewInstrument,
  signInstrument,
  windDown,
  type Drafted,
} from './instrument.acts.ts';
import type { ReturnStatement, SuspensionScope } from './instrument.events.ts';
import { reinstateInstrument, suspendInstrument, terminateInstrument, type HandedOrder } from './order.acts.ts';
import { reading, runOnInstrument, type Ran } from './run-on-instrument.ts';

interface OfVersion {
  version: number;
  sha256: string;
}

export type Act =
  | { type: 'read' }
  | ({ type: 'review' } & OfVersion)
  | ({ type: 'sign'; jws: string } & OfVersion)
  | ({ type: 'bring-into-force' } & OfVersion)
  | { type: 'suspend'; scope: SuspensionScope; reason: string; freezePriorCopies: boolean; order: HandedOrder | null }
  | { type: 'reinstate'; suspensionId: string; reason: string; order: HandedOrder | null }
  | {
      type: 'terminate';
      reason: string;
      effectiveAt: string;
      decisionId: string | null;
      order: HandedOrder | null;
    }
  | ({ type: 'prove-return'; jws: string } & Pick<ReturnStatement, 'method' | 'list'>)
  | { type: 'wind-down' }
  | { type: 'note-obligation-event'; clause: string; happenedAt: string }
  | { type: 'record-obligation'; clause: string; due: string; evidence: string };

export class DraftInstrument extends Command<Drafted> {
  constructor(
    readonly asked: Asked,
    readonly text: { document: unknown; effectiveFrom: string | null; replaces: string | null },
  ) {
    super();
  }
}

export class ActOnInstrument extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly instrumentId: string,
    readonly act: Act,
  ) {
    super();
  }
}

@CommandHandler(DraftInstrument)
export class DraftInstrumentHandler implements ICommandHandler<DraftInstrument> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, text }: DraftInstrument): Promise<Drafted> {
    return draftInstrument(this.registry, asked, text);
  }
}

@CommandHandler(ActOnInstrument)
export class ActOnInstrumentHandler implements ICommandHandler<ActOnInstrument> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, instrumentId, act }: ActOnInstrument): Promise<Ran> {
    const { registry } = this;
    switch (act.type) {
      case 'read':
        return runOnInstrument(registry, asked, {
          type: 'ReadInstrument',
          data: reading(registry, asked, instrumentId),
        });
      case 'review':
        return reviewInstrument(registry, asked, instrumentId, act);
      case 'sign':
        return signInstrument(registry, asked, instrumentId, act);
      case 'bring-into-force':
        return bringIntoForce(registry, asked, instrumentId, act);
      case 'suspend':
        return suspendInstrument(registry, asked, instrumentId, act);
      case 'reinstate':
        return reinstateInstrument(registry, asked, instrumentId, act);
      case 'terminate':
        return terminateInstrument(registry, asked, instrumentId, act);
      case 'prove-return':
        return proveReturn(registry, asked, instrumentId, act);
      case 'wind-down':
        return windDown(registry, asked, instrumentId);
      case 'note-obligation-event':
        return noteObligationEvent(registry, asked, instrumentId, act);
      case 'record-obligation':
        return recordObligation(registry, asked, instrumentId, act);
      default:
        return unreachable(act);
    }
  }
}
