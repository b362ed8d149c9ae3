// The command handlers of breaches.
import type { Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ran } from '../instrument/run-on-instrument.ts';
import { REGISTRY, type Registry } from '../registry.ts';
import { recordBreachNotice, reportBreach, type Noticed } from './breach.acts.ts';

export class ReportBreach extends Command<Ran & { breachId: string }> {
  constructor(
    readonly asked: Asked,
    readonly instrumentId: string,
    readonly noticed: Noticed,
  ) {
    super();
  }
}

export class RecordBreachNotice extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly instrumentId: string,
    readonly notice: { breachId: string; to: string; givenAt: string; evidence: string },
  ) {
    super();
  }
}

@CommandHandler(ReportBreach)
export class ReportBreachHandler implements ICommandHandler<ReportBreach> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, instrumentId, noticed }: ReportBreach): Promise<Ran & { breachId: string }> {
    return reportBreach(this.registry, asked, instrumentId, noticed);
  }
}

@CommandHandler(RecordBreachNotice)
export class RecordBreachNoticeHandler implements ICommandHandler<RecordBreachNotice> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, instrumentId, notice }: RecordBreachNotice): Promise<Ran> {
    return recordBreachNotice(this.registry, asked, instrumentId, notice);
  }
}
