// What may be asked, from Cedar's schema in its JSON form: for each action who, of what, and a context of which shape.
// Promise: a question that this reads fits the schema as Cedar's own strict reading of it; what Cedar cannot be asked here
// (tags, enumerated entities, open records) keeps the schema from being taken into use.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { NotCompiled } from './json-forms.ts';
import type { Ancestors } from './operators.ts';
import { readerOf, type JsonType, type Read } from './read-context.ts';
import { entityKey, EntityRef, type RecordValue } from './value.ts';

export interface ActionShape {
  action: EntityRef;
  principals: ReadonlySet<string>;
  resources: ReadonlySet<string>;
  /** @throws Unfit when a context is not of this action's shape */
  readContext: (context: unknown) => RecordValue;
  /** every context has a flow, and it is a text */
  hasFlow: boolean;
}

export interface Schema {
  actions: ReadonlyMap<string, ActionShape>;
  ancestors: Ancestors;
}

interface JsonAction {
  appliesTo?: { principalTypes: string[]; resourceTypes: string[]; context?: JsonType };
  memberOf?: { type: string; id: string }[];
}

interface JsonNamespace {
  commonTypes?: Record<string, JsonType>;
  entityTypes: Record<string, Record<string, unknown>>;
  actions: Record<string, JsonAction>;
}

const keyOf = (namespace: string, id: string): string => entityKey(`${namespace}::Action`, id);

/** Every group an action belongs to, those of its groups included. */
const above = (key: string, parents: ReadonlyMap<string, string[]>): Set<string> =>
  new Set((parents.get(key) ?? []).flatMap((parent) => [parent, ...above(parent, parents)]));

const ancestorsOf = (namespaces: [string, JsonNamespace][]): Ancestors => {
  const parents = new Map(
    namespaces.flatMap(([namespace, { actions }]) =>
      Object.entries(actions).map(([id, { memberOf = [] }]): [string, string[]] => [
        keyOf(namespace, id),
        memberOf.map((group) => entityKey(group.type, group.id)),
      ]),
    ),
  );
  return new Map([...parents.keys()].map((key) => [key, above(key, parents)]));
};

const refuseUnknown = (namespaces: [string, JsonNamespace][]): void => {
  for (const [namespace, { entityTypes }] of namespaces)
    for (const [name, type] of Object.entries(entityTypes)) {
      const strange = Object.keys(type).find((part) => part !== 'annotations');
      if (strange !== undefined) throw new NotCompiled(`${strange} of the entity ${namespace}::${name}`);
    }
};

const NO_CONTEXT: JsonType = { type: 'Record', attributes: {} };

const hasFlow = (context: JsonType, named: ReadonlyMap<string, JsonType>): boolean => {
  const { attributes } = named.get(context.type) ?? context;
  return attributes?.['flow']?.type === 'String' && attributes['flow'].required !== false;
};

const shapeOf = (
  action: EntityRef,
  { appliesTo }: JsonAction,
  named: ReadonlyMap<string, JsonType>,
  readerFor: (type: JsonType) => Read,
): ActionShape => {
  const context = appliesTo?.context ?? NO_CONTEXT;
  const read = readerFor(context);
  return {
    action,
    principals: new Set(appliesTo?.principalTypes),
    resources: new Set(appliesTo?.resourceTypes),
    readContext: (given) => read(given) as RecordValue,
    hasFlow: hasFlow(context, named),
  };
};

/** A schema in Cedar's JSON form, its types resolved. */
export type SchemaForm = Record<string, JsonNamespace>;

/**
 * @param text in Cedar's own language
 * @throws NotCompiled where it is not
 */
export const schemaForm = (text: string): SchemaForm => {
  const answer = cedar.schemaToJsonWithResolvedTypes(text);
  if (answer.type === 'failure') throw new NotCompiled(answer.errors.map(({ message }) => message).join('; '));
  return answer.json as SchemaForm;
};

/**
 * Reads a schema.
 * @throws NotCompiled naming what is not known
 */
export const readSchema = (form: SchemaForm): Schema => {
  const namespaces = Object.entries(form);
  refuseUnknown(namespaces);
  const named = new Map(
    namespaces.flatMap(([namespace, { commonTypes = {} }]) =>
      Object.entries(commonTypes).map(([name, type]): [string, JsonType] => [`${namespace}::${name}`, type]),
    ),
  );
  const readerFor = readerOf(named);
  const actions = namespaces.flatMap(([namespace, known]) =>
    Object.entries(known.actions).map(([id, json]): [string, ActionShape] => {
      const action = new EntityRef(`${namespace}::Action`, id);
      return [action.key, shapeOf(action, json, named, readerFor)];
    }),
  );
  return { actions: new Map(actions), ancestors: ancestorsOf(namespaces) };
};
