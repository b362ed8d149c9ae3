// JSON Schema 2020-12 of a product's payload, from its list of fields. Unknown fields are refused at every level.
import { codesOf } from './code-lists.ts';
import type { ProductDocument, ProductField } from './products.ts';

interface Schema {
  [keyword: string]: unknown;
}

/** A field as it is disclosed: of a code list perhaps some codes only. */
type Field = ProductField & { only?: string[] };

interface Node {
  field?: Field;
  children: Map<string, Node>;
  list?: Node;
}

const emptyNode = (): Node => ({ children: new Map() });

/** `subjects[].name` -> `subjects`, `[]`, `name`. */
const stepsOf = (path: string): string[] => path.replaceAll('[]', '.[]').split('.');

const treeOf = (fields: Record<string, Field>): Node => {
  const root = emptyNode();
  for (const [path, field] of Object.entries(fields)) {
    let node = root;
    for (const step of stepsOf(path)) {
      const next: Node = step === '[]' ? (node.list ?? emptyNode()) : (node.children.get(step) ?? emptyNode());
      if (step === '[]') node.list = next;
      else node.children.set(step, next);
      node = next;
    }
    node.field = field;
  }
  return root;
};

const DURATION = '^P(?!$)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$';

const TYPES: Record<string, Schema> = {
  string: { type: 'string', minLength: 1, maxLength: 20000 },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
  'date-time': { type: 'string', format: 'date-time' },
  duration: { type: 'string', pattern: DURATION },
};

const leafSchema = (field: Field): Schema => ({
  ...(field.codes ? { type: 'string', enum: field.only ?? codesOf(field.codes) } : TYPES[field.type ?? 'string']),
  description: `${field.category}: ${field.says}`,
});

const schemaOf = (node: Node, at: string, document: ProductDocument): Schema => {
  if (node.field) return leafSchema(node.field);
  if (node.list) {
    const { atLeast } = document.containers[at] ?? {};
    return {
      type: 'array',
      ...(atLeast !== undefined && { minItems: atLeast }),
      maxItems: 1000,
      items: schemaOf(node.list, `${at}[]`, document),
    };
  }
  const children = [...node.children].map(([name, child]) => ({
    name,
    child,
    path: at === '' ? name : `${at}.${name}`,
  }));
  return {
    type: 'object',
    additionalProperties: false,
    required: children
      .filter(({ child, path }) => child.field?.required === true || document.containers[path]?.required === true)
      .map(({ name }) => name),
    properties: Object.fromEntries(children.map(({ name, child, path }) => [name, schemaOf(child, path, document)])),
  };
};

/** `prison-intelligence.intelligence-alert.v1` -> `IntelligenceAlertV1`. */
export const typeNameOf = (product: string): string =>
  product
    .split('.')
    .slice(1)
    .join('-')
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');

/** The JSON Schema of a product's payload as its owner holds it. */
export const payloadSchema = (document: ProductDocument): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:gatehouse:product:${document.product}`,
  title: typeNameOf(document.product),
  ...schemaOf(treeOf(document.fields), '', document),
});

/**
 * The JSON Schema of what may reach a recipient: the same fields, none of them required, since a disclosure holds what
 * its decision shows and no more.
 * @param flow its fields as leaf paths; where it offers some types of alert only, others are none of its values
 */
export const disclosedSchema = (
  document: ProductDocument,
  flow: { projection: string[]; alertTypes?: string[] },
): Schema => {
  const fields = Object.fromEntries(
    Object.entries(document.fields)
      .filter(([path]) => flow.projection.includes(path))
      .map(([path, field]): [string, Field] => {
        const only = field.codes === 'alertTypes' ? flow.alertTypes : undefined;
        return [path, { ...field, required: false, ...(only && { only }) }];
      }),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Disclosed${typeNameOf(document.product)}`,
    ...schemaOf(treeOf(fields), '', { ...document, containers: {} }),
  };
};
