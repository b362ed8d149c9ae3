// Carries the commands about requirements from the routes to their decider.
import { runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { namesSomeoneElse } from '../known-names/names-someone-else.ts';
import { newReference } from '../reference/reference.ts';
import {
  requirementDecider,
  type RequirementCommand,
  type RequirementRefusal,
} from './intelligence-requirement.decider.ts';
import { requirementStream, type IntelligenceRequirementClosed } from './intelligence-requirement.events.ts';

export const REQUIREMENT = 'intelligence-requirement';

export type RequirementOutcome = { requirementId: string; refusal: RequirementRefusal | null; promise: string };

export class IssueRequirement extends Command<RequirementOutcome> {
  constructor(
    readonly asked: Asked,
    readonly requirement: { question: string; validUntil: string },
  ) {
    super();
  }
}

export class CloseRequirement extends Command<RequirementOutcome> {
  constructor(
    readonly asked: Asked,
    readonly requirementId: string,
    readonly closing: Pick<IntelligenceRequirementClosed['data'], 'outcome' | 'reason'>,
  ) {
    super();
  }
}

@CommandHandler(IssueRequirement)
export class IssueRequirementHandler implements ICommandHandler<IssueRequirement> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, requirement }: IssueRequirement): Promise<RequirementOutcome> {
    const at = this.agency.clock.now().toISOString();
    const requirementId = newReference('RQ', at, this.agency.newId());
    const data = { ...requirement, requirementId, unit: asked.caller.unit, by: asked.caller.person, at };
    const namesSomebody = await namesSomeoneElse(this.agency.pool, [requirement.question], []);
    const command = { type: 'IssueRequirement' as const, data, namesSomebody };
    return runRequirement(this.agency, asked, requirementId, command, Object.keys(requirement));
  }
}

@CommandHandler(CloseRequirement)
export class CloseRequirementHandler implements ICommandHandler<CloseRequirement> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, requirementId, closing }: CloseRequirement): Promise<RequirementOutcome> {
    const at = this.agency.clock.now().toISOString();
    const data = { ...closing, requirementId, by: asked.caller.person, at };
    return runRequirement(this.agency, asked, requirementId, { type: 'CloseRequirement', data }, Object.keys(closing));
  }
}

const runRequirement = async (
  agency: Agency,
  asked: Asked,
  requirementId: string,
  command: RequirementCommand,
  fields: string[],
): Promise<RequirementOutcome> => {
  const outcome = await runAudited(agency, requirementDecider, {
    command,
    streamId: requirementStream(requirementId),
    asked,
    audit: () => ({
      operation: command.type === 'IssueRequirement' ? 'collection' : 'alteration',
      action: `${command.type === 'IssueRequirement' ? 'Issue' : 'Close'}IntelligenceRequirement`,
      subjects: [],
      item: { id: requirementId, product: REQUIREMENT },
      fields: fields.sort(),
    }),
  });
  return { requirementId, refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
};
