// When may a requirement be issued, and when closed? No I/O, no clock, no ids.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  IntelligenceRequirementClosed,
  IntelligenceRequirementIssued,
  RequirementEvent,
} from './intelligence-requirement.events.ts';

export type RequirementCommand =
  | {
      type: 'IssueRequirement';
      data: IntelligenceRequirementIssued['data'];
      /** the question names a person known here */
      namesSomebody: boolean;
    }
  | { type: 'CloseRequirement'; data: IntelligenceRequirementClosed['data'] };

export type RequirementRefusal =
  | 'requirement-exists'
  | 'requirement-unknown'
  | 'requirement-closed'
  | 'requirement-names-a-person'
  | 'requirement-already-over';

export type Requirement = { status: 'none' } | { status: 'open' | 'closed'; validUntil: string };

const decide = (
  command: RequirementCommand,
  requirement: Requirement,
): Decision<RequirementEvent, RequirementRefusal> => {
  switch (command.type) {
    case 'IssueRequirement':
      if (requirement.status !== 'none') return refuse('requirement-exists');
      if (command.namesSomebody) return refuse('requirement-names-a-person');
      if (command.data.validUntil <= command.data.at) return refuse('requirement-already-over');
      return accept<RequirementEvent>({ type: 'IntelligenceRequirementIssued', data: command.data });
    case 'CloseRequirement':
      if (requirement.status === 'none') return refuse('requirement-unknown');
      if (requirement.status === 'closed') return refuse('requirement-closed');
      return accept<RequirementEvent>({ type: 'IntelligenceRequirementClosed', data: command.data });
    default:
      return unreachable(command);
  }
};

const evolve = (requirement: Requirement, event: RequirementEvent): Requirement => {
  switch (event.type) {
    case 'IntelligenceRequirementIssued':
      return { status: 'open', validUntil: event.data.validUntil };
    case 'IntelligenceRequirementClosed':
      return requirement.status === 'none' ? requirement : { ...requirement, status: 'closed' };
    default:
      return unreachable(event);
  }
};

export const requirementDecider: Decider<RequirementCommand, Requirement, RequirementEvent, RequirementRefusal> = {
  initial: () => ({ status: 'none' }),
  decide,
  evolve,
};
