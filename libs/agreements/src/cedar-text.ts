// Cedar text of an instrument: the text of record. It is written so that a lawyer can lay it beside the agreement:
// one rule for each clause, each naming its clause, its reason and its step. What holds for all instruments stands in
// contracts/policy. Promise: the text depends on the document and on the closed lists alone, byte
// for byte.
import { comment, print } from './cedar-rule.ts';
import { contractRules, subjectRules } from './contract-rules.ts';
import { documentRules } from './document-rules.ts';
import { emergencyRules } from './emergency-rules.ts';
import { fieldRules } from './field-rules.ts';
import { dutyRules, handlingRules } from './handling-rules.ts';
import type { CompiledFlow, InstrumentDocument } from './instrument.ts';
import { personRules } from './person-rules.ts';
import { retentionRules } from './retention-rules.ts';

const flowRules = (flow: CompiledFlow, number: number, document: InstrumentDocument): string[] => {
  const named = flow.clause ?? `flow ${number}`;
  return [
    comment(
      `Flow ${number}: ${flow.product} from ${flow.producer} to ${flow.consumers.join(', ')}${flow.title ? `. ${flow.title}` : ''}`,
    ),
    ...[
      contractRules,
      subjectRules,
      retentionRules,
      handlingRules,
      personRules,
      fieldRules,
      dutyRules,
      emergencyRules,
    ].flatMap((rules) => rules(flow, named, document).map(print)),
  ];
};

/** The Cedar text of an instrument with its flows compiled. */
export const cedarOf = (document: InstrumentDocument, flows: CompiledFlow[]): string => {
  const { id, version, title, term, timezone } = document;
  const ids = flows.map((flow) => flow.id);
  return [
    comment(`${id}, version ${version}${title ? `: ${title}` : ''}`),
    comment(`Kind: ${document.instrument}. Term ${term.from} to ${term.to}, both days included, read in ${timezone}.`),
    ...documentRules(document, ids).map(print),
    ...flows.flatMap((flow, index) => flowRules(flow, index + 1, document)),
  ]
    .join('\n\n')
    .concat('\n');
};
