// An officer's assignments, certificates and vetting, folded from what the agency attested. No I/O, no clock.
import { accept, refuse, unreachable, type Decider, type Decision } from '@gatehouse/event-store/decider';
import type {
  AssignmentEnded,
  AssignmentGranted,
  OfficerEvent,
  TrainingCertified,
  VettingGranted,
} from './officer.events.ts';

export type OfficerCommand =
  | { type: 'GrantAssignment'; data: AssignmentGranted['data'] }
  | { type: 'EndAssignment'; data: AssignmentEnded['data'] }
  | { type: 'CertifyTraining'; data: TrainingCertified['data'] }
  | { type: 'GrantVetting'; data: VettingGranted['data'] };

export type OfficerRefusal = 'no-open-assignment' | 'assignment-ends-before-it-begins';

export interface Officer {
  vetting: 'L0' | 'L1' | 'L2' | 'L3' | null;
  training: { course: string; until: string }[];
  assignments: { case: string; from: string; until: string | null }[];
}

const decide = (command: OfficerCommand, officer: Officer): Decision<OfficerEvent, OfficerRefusal> => {
  switch (command.type) {
    case 'GrantAssignment': {
      const { from, until } = command.data;
      if (until !== null && until <= from) return refuse('assignment-ends-before-it-begins');
      return accept<OfficerEvent>({ type: 'AssignmentGranted', data: command.data });
    }
    case 'EndAssignment': {
      const open = officer.assignments.some(
        (a) => a.case === command.data.case && (a.until === null || a.until > command.data.at),
      );
      return open
        ? accept<OfficerEvent>({ type: 'AssignmentEnded', data: command.data })
        : refuse('no-open-assignment');
    }
    case 'CertifyTraining':
      return accept<OfficerEvent>({ type: 'TrainingCertified', data: command.data });
    case 'GrantVetting':
      return accept<OfficerEvent>({ type: 'VettingGranted', data: command.data });
    default:
      return unreachable(command);
  }
};

const evolve = (officer: Officer, event: OfficerEvent): Officer => {
  switch (event.type) {
    case 'AssignmentGranted': {
      const { case: caseRef, from, until } = event.data;
      return { ...officer, assignments: [...officer.assignments, { case: caseRef, from, until }] };
    }
    case 'AssignmentEnded': {
      const { case: caseRef, at } = event.data;
      const ended = officer.assignments.map((a) =>
        a.case === caseRef && (a.until === null || a.until > at) ? { ...a, until: at } : a,
      );
      return { ...officer, assignments: ended };
    }
    case 'TrainingCertified': {
      const { course, until } = event.data;
      return { ...officer, training: [...officer.training.filter((t) => t.course !== course), { course, until }] };
    }
    case 'VettingGranted':
      return { ...officer, vetting: event.data.level };
    default:
      return unreachable(event);
  }
};

export const officerDecider: Decider<OfficerCommand, Officer, OfficerEvent, OfficerRefusal> = {
  initial: () => ({ vetting: null, training: [], assignments: [] }),
  decide,
  evolve,
};
