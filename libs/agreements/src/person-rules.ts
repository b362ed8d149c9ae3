// Step 6 of a flow: the person who reads.
import { FIELD, guards, reason, set, type Rule } from './cedar-rule.ts';
import type { CompiledFlow } from './instrument.ts';

const assignmentRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis, person, routine } = guards(flow);
  if (flow.person.assignment === 'none') return [];
  const to = (cases: string) =>
    `(if context has subject then context.caller.${cases}.containsAny(context.subject.cases)
        else !(context.request.cases.isEmpty())) &&
       context.caller.${cases}.containsAll(context.request.cases)`;
  const clause = `${named}: assignment`;
  const unassigned = [ofThis, person, routine, `!(${to('assignedTo')})`];
  const ended = [...unassigned, to('everAssignedTo')];
  return [
    {
      id: `${flow.id} assignment`,
      clause,
      annotations: reason('NO_ASSIGNMENT', 6, 'conceals', 'subject'),
      when: unassigned,
      unless: to('everAssignedTo'),
    },
    {
      id: `${flow.id} assignment ended, never read`,
      clause,
      annotations: {
        ...reason('ASSIGNMENT_ENDED', 6, 'conceals', 'subject'),
        obligations: 'REVOKE_SESSION REVOKE_LOCAL_COPY HANDOVER_TASK',
      },
      when: ended,
      unless: 'context has item && context.item.readBefore',
    },
    {
      id: `${flow.id} assignment ended, read before`,
      clause,
      annotations: {
        ...reason('ASSIGNMENT_ENDED', 6, 'subject'),
        obligations: 'REVOKE_SESSION REVOKE_LOCAL_COPY HANDOVER_TASK',
      },
      when: [...ended, 'context has item', 'context.item.readBefore'],
    },
  ];
};

const trained = (flow: CompiledFlow): string => `context.caller.training.containsAll(${set(flow.person.training)})`;

const trainingRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis, person, routine } = guards(flow);
  if (flow.person.training.length === 0) return [];
  return [
    {
      id: `${flow.id} training`,
      clause: `${named}: person, training`,
      annotations: { ...reason('TRAINING_LAPSED', 6, 'narrows:fields'), obligations: 'NOTIFY_SUPERVISOR' },
      when: [ofThis, person, routine],
      unless: trained(flow),
    },
    {
      id: `${flow.id} fields without training`,
      clause: `${named}: person, training; administrative fields remain`,
      annotations: { step: '6' },
      action: FIELD,
      when: [ofThis, person, routine, 'context.category != "ADM"'],
      unless: trained(flow),
    },
  ];
};

/** L0 asks for none. */
const vettingRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis, person } = guards(flow);
  const level = Number(flow.person.vetting.slice(1));
  if (level === 0) return [];
  return [
    {
      id: `${flow.id} vetting`,
      clause: `${named}: person, vetting ${flow.person.vetting}`,
      annotations: reason('VETTING_TOO_LOW', 6),
      when: [ofThis, person, `context.caller.vetting < ${level}`],
    },
  ];
};

/** Roles, assignment, training and vetting. */
export const personRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis, person } = guards(flow);
  return [
    {
      id: `${flow.id} roles`,
      clause: `${named}: person, roles`,
      annotations: reason('ROLE_NOT_COVERED', 6, 'conceals'),
      when: [ofThis, person],
      unless: flow.person.roles.length === 0 ? 'false' : `context.caller.roles.containsAny(${set(flow.person.roles)})`,
    },
    ...assignmentRules(flow, named),
    ...trainingRules(flow, named),
    ...vettingRules(flow, named),
  ];
};
