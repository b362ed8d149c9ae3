// Which actions are asked with the same facts. A rule whose conditions do not look at the action does the same on all of them, so that one
// stands for the others where every answer counts.
import { schemaForm } from '@gatehouse/policy/closures';
import type { ContractRule } from './clauses.ts';

const looksAtTheAction = ({ compiled }: ContractRule): boolean =>
  JSON.stringify(compiled.clauses).includes('{"Var":"action"}');

/** For a schema: the actions a rule has to be asked about, one of each kind. @throws NotCompiled when it is no schema */
export const oneOfEachKind = (schema: string): ((rule: ContractRule) => string[]) => {
  const kinds = new Map(
    Object.values(schemaForm(schema)).flatMap(({ actions }) =>
      Object.entries(actions).map(([id, { appliesTo }]): [string, string] => [id, JSON.stringify(appliesTo)]),
    ),
  );
  return (rule) =>
    looksAtTheAction(rule)
      ? rule.actions
      : rule.actions.filter(
          (action, index) => rule.actions.findIndex((other) => kinds.get(other) === kinds.get(action)) === index,
        );
};
