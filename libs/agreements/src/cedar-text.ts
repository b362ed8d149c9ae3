// Cedar text of an instrument: the text of record. It is written so that a lawyer can lay it beside the agreement:
// one rule for each clause, each naming its clause, its reason and its step. What holds for all instruments stands in
// contracts/policy. Promise: the text depends on the document alone, byte for byte.
import type { CompiledFlow, InstrumentDocument } from './instrument.ts';
import { acknowledgement, destruction } from './periods.ts';

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A Cedar string literal. Words of the document cannot end the string, the line or the rule. */
const text = (words: string): string =>
  `"${words.replace(CONTROL, ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const comment = (words: string): string => `// ${words.replace(CONTROL, ' ')}`;
const set = (words: string[]): string => `[${words.map(text).join(', ')}]`;
const entity = (type: string, id: string): string => `Gatehouse::${type}::${text(id)}`;
const parties = (ids: string[]): string => `[${ids.map((id) => entity('Party', id)).join(', ')}]`;

interface Rule {
  id: string;
  clause: string;
  annotations?: Record<string, string>;
  effect?: 'permit' | 'forbid';
  action?: string;
  when?: string[];
  unless?: string;
}

const ASK = 'action in Gatehouse::Action::"ask"';
const FIELD = 'action == Gatehouse::Action::"field"';

const print = ({ id, clause, annotations = {}, effect = 'forbid', action = ASK, when = [], unless }: Rule): string =>
  [
    `@id(${text(id)})`,
    `@clause(${text(clause)})`,
    ...Object.entries(annotations).map(([name, value]) => `@${name}(${text(value)})`),
    `${effect} (principal, ${action}, resource)`,
    ...(when.length > 0 ? [`when { ${when.join(' &&\n       ')} }`] : []),
    ...(unless === undefined ? [] : [`unless { ${unless} }`]),
  ].join('\n') + ';';

/** Annotations of a failing reason; a mark may carry its value as `mark:value`. */
const reason = (name: string, step: number, ...marks: string[]): Record<string, string> => ({
  step: String(step),
  reason: name,
  ...Object.fromEntries(marks.map((mark) => mark.split(':')).map(([mark, value = 'yes']) => [mark, value])),
});

const termRules = ({ id, version, term }: InstrumentDocument, ids: string[]): Rule[] => {
  const ofThis = `${set(ids)}.contains(context.flow)`;
  return [
    {
      id: `${id}@${version} not begun`,
      clause: 'term, from',
      annotations: reason('MOU_NOT_IN_FORCE', 2, 'class', 'conceals'),
      when: [ofThis, `context.instrument.today < datetime(${text(term.from)})`],
    },
    {
      id: `${id}@${version} ended`,
      clause: 'term, to',
      annotations: {
        ...reason('MOU_EXPIRED', 2, 'class'),
        obligations: 'HOLD_NOT_DROP NOTIFY_LWG_SECRETARY',
      },
      when: [ofThis, `context.instrument.today > datetime(${text(term.to)})`],
    },
  ];
};

/** What makes a rule speak of one flow, and of a person where only a person can fail it. */
const guards = (flow: CompiledFlow) => ({
  flow: `context.flow == ${text(flow.id)}`,
  person: '(context.caller has person || !(["publish", "deliver"].contains(context.question)))',
  routine: 'context.question != "breakGlass"',
});

const contractRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  return [
    {
      id: `${flow.id} offers`,
      clause: `${named}: product, parties`,
      effect: 'permit',
      when: [ofThis],
    },
    {
      id: `${flow.id} parties`,
      clause: `${named}: product, parties`,
      annotations: reason('NO_CONTRACT', 3, 'class', 'conceals', 'lacks:contract'),
      when: [ofThis],
      unless: [
        `resource == ${entity('Product', flow.product)}`,
        `${parties(flow.consumers)}.contains(principal)`,
        `(if context has item then context.item.originator == ${text(flow.producer)} else true)`,
      ].join(' &&\n         '),
    },
    {
      id: `${flow.id} purposes`,
      clause: `${named}: purposes`,
      annotations: { ...reason('PURPOSE_MISMATCH', 3, 'class', 'lacks:purpose'), obligations: 'OFFER_RFI' },
      when: [ofThis],
      unless: `${set(flow.purposes)}.contains(context.request.purpose)`,
    },
    {
      id: `${flow.id} subject categories`,
      clause: `${named}: subjects`,
      annotations: reason('CATEGORY_NOT_COVERED', 3, 'conceals', 'subject'),
      when: [ofThis, 'context has subject'],
      unless: `${set(flow.subjectCategories)}.contains(context.subject.category)`,
    },
  ];
};

const subjectRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const juvenile: Rule = {
    id: `${flow.id} juvenile`,
    clause: `${named}: juvenile matters`,
    annotations: {
      ...reason('JUVENILE_OVERLAY', 4, 'conceals', 'subject'),
      obligations: 'ROUTE_TO_JUVENILE_DESK',
    },
    when: [ofThis, 'context has subject', 'context.subject.juvenileAtConduct'],
    ...(flow.juvenile && {
      unless: `context.caller has unit && context.caller.unit == ${text(flow.juvenile.desk)}`,
    }),
  };
  if (!flow.consent) return [juvenile];
  return [
    juvenile,
    {
      id: `${flow.id} consent`,
      clause: `${named}: consent`,
      annotations: reason('CONSENT_MISSING', 4, 'subject'),
      when: [ofThis, 'context has subject'],
      unless: `context.subject.consents.contains(${text(flow.consent)})`,
    },
  ];
};

const handlingRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const abroad: Rule = {
    id: `${flow.id} foreign`,
    clause: `${named}: foreign recipients`,
    annotations: reason('NO_FOREIGN', 5),
    when: [ofThis, 'context has item', 'context.caller.country != context.item.country'],
    ...(flow.foreign && { unless: `${set(flow.foreign.countries)}.contains(context.caller.country)` }),
  };
  if (flow.onward === 'allowed') return [abroad];
  const onward = 'action == Gatehouse::Action::"onward"';
  const clause = `${named}: onward sharing`;
  if (flow.onward === 'forbidden')
    return [
      abroad,
      {
        id: `${flow.id} onward`,
        clause,
        annotations: reason('ORIGINATOR_CONTROL', 5),
        action: onward,
        when: [ofThis],
      },
    ];
  const unconsented = [
    ofThis,
    'context has item',
    '!(context.request.consents.contains(context.item.originator))',
  ];
  return [
    abroad,
    {
      id: `${flow.id} onward`,
      clause,
      annotations: {
        ...reason('ORIGINATOR_CONTROL', 5, 'waits'),
        obligations: 'CONSULT_ORIGINATOR EXPIRES_72H',
      },
      action: onward,
      when: [...unconsented, 'context.request.hoursWaiting < 72'],
    },
    {
      id: `${flow.id} onward out of time`,
      clause,
      annotations: reason('ORIGINATOR_CONTROL', 5),
      action: onward,
      when: [...unconsented, 'context.request.hoursWaiting >= 72'],
    },
  ];
};

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

const personRules = (flow: CompiledFlow, named: string): Rule[] => {
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

const fieldRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const action = FIELD;
  const listed =
    flow.projection.length === 0 ? 'false' : `[\n    ${flow.projection.map(text).join(',\n    ')}\n  ].contains(context.path)`;
  const unlisted: Rule = {
    id: `${flow.id} fields`,
    clause: `${named}: fields; named fields leave, nothing else`,
    annotations: { step: '7' },
    action,
    when: [ofThis],
    unless: listed,
  };
  return [
    unlisted,
    {
      id: `${flow.id} special category by name`,
      clause: `${named}: fields; LED 10`,
      annotations: reason('SPC_NOT_STRICTLY_NECESSARY', 7, 'narrows:fields'),
      action,
      when: [ofThis, 'context.category == "SPC"', 'context.byName'],
      unless: listed,
    },
    {
      id: `${flow.id} emergency scope`,
      clause: `${named}: fields; no wider than the minimum to act`,
      annotations: { ...reason('EMERGENCY_SCOPE_EXCEEDED', 7), obligations: 'ACCESS_INCIDENT' },
      action,
      when: [ofThis, 'context.question == "breakGlass"', 'context.byName'],
      unless: listed,
    },
  ];
};

const dutyRules = (flow: CompiledFlow, named: string): Rule[] => {
  const { flow: ofThis } = guards(flow);
  const owed: [string, string | undefined][] = [
    ['acknowledge', flow.acknowledge === null ? undefined : acknowledgement(flow.acknowledge)],
    ['onward sharing', flow.onward === 'forbidden' ? 'NO_ONWARD' : undefined],
    ['retention', destruction(flow.retain.destroy)],
  ];
  return owed.flatMap(([clause, obligation]): Rule[] =>
    obligation === undefined
      ? []
      : [
          {
            id: `${flow.id} obliges, ${clause}`,
            clause: `${named}: ${clause}`,
            annotations: { step: '8', obligations: obligation },
            effect: 'permit',
            action: 'action == Gatehouse::Action::"conclude"',
            when: [ofThis, 'context.permitted'],
          },
        ],
  );
};

const flowRules = (flow: CompiledFlow, number: number): string[] => {
  const named = flow.clause ?? `flow ${number}`;
  return [
    comment(`Flow ${number}: ${flow.product} from ${flow.producer} to ${flow.consumers.join(', ')}${flow.title ? `. ${flow.title}` : ''}`),
    ...[contractRules, subjectRules, handlingRules, personRules, fieldRules, dutyRules].flatMap((rules) =>
      rules(flow, named).map(print),
    ),
  ];
};

/** The Cedar text of an instrument with its flows compiled. */
export const cedarOf = (document: InstrumentDocument, flows: CompiledFlow[]): string => {
  const { id, version, title, term, timezone } = document;
  const ids = flows.map((flow) => flow.id);
  return [
    comment(`${id}, version ${version}${title ? `: ${title}` : ''}`),
    comment(`Kind: ${document.instrument}. Term ${term.from} to ${term.to}, both days included, read in ${timezone}.`),
    ...termRules(document, ids).map(print),
    ...flows.flatMap((flow, index) => flowRules(flow, index + 1)),
  ].join('\n\n').concat('\n');
};
