import type { Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { REGISTRY, type Registry } from '../registry.ts';
import { runOnWorkingGroup, type Motion, type RanInGroup } from './run-on-working-group.ts';

export class MoveInWorkingGroup extends Command<RanInGroup> {
  constructor(
    readonly asked: Asked,
    readonly instrumentId: string,
    readonly motion: Motion,
  ) {
    super();
  }
}

@CommandHandler(MoveInWorkingGroup)
export class MoveInWorkingGroupHandler implements ICommandHandler<MoveInWorkingGroup> {
  constructor(@Inject(REGISTRY) private readonly registry: Registry) {}

  execute({ asked, instrumentId, motion }: MoveInWorkingGroup): Promise<RanInGroup> {
    return runOnWorkingGroup(this.registry, asked, instrumentId, motion);
  }
}
