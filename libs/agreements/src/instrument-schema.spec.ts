// What an editor shows while an instrument is written: every key is explained, and every example is one that would be taken.
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { instrumentSchema } from '@gatehouse/contracts';

interface Node {
  $ref?: string;
  title?: string;
  description?: string;
  examples?: unknown[];
  properties?: Record<string, Node>;
  [keyword: string]: unknown;
}

const schema = instrumentSchema() as Node & { $defs: Record<string, Node> };
const ajv = new Ajv2020({ strict: false });
formats.default(ajv);

/** Every schema with the path to it. */
const nodes = (node: unknown, path: string): [string, Node][] => {
  if (node === null || typeof node !== 'object') return [];
  const inner = Object.entries(node).filter(([key]) => key !== 'examples');
  const here: [string, Node][] = Array.isArray(node) ? [] : [[path, node as Node]];
  return [...here, ...inner.flatMap(([key, value]) => nodes(value, `${path}/${key}`))];
};
const all = nodes(schema, '');

describe('the schema for editors', () => {
  it('explains every key of the head, of a flow and of a clause', () => {
    for (const name of ['flow', 'clause', 'obligation'])
      for (const [key, { title }] of Object.entries(schema.$defs[name]?.properties ?? {}))
        expect([name, key, title]).toEqual([name, key, expect.any(String)]);
    for (const [key, { title }] of Object.entries(schema.properties ?? {}))
      expect([key, title]).toEqual([key, expect.any(String)]);
  });

  it.each(all.filter(([, { examples }]) => examples !== undefined))('%s has examples that hold', (_path, node) => {
    const validate = ajv.compile({ ...node, $defs: schema.$defs });
    for (const example of node.examples ?? []) expect([example, validate(example)]).toEqual([example, true]);
  });

  it('says of each rule which clause it is of', () => {
    const rules = Object.entries(schema.$defs).filter(([name]) => /^rule\d+$/.test(name));
    expect(rules).toHaveLength(21);
    for (const [name, { title }] of rules) expect(title).toContain(`clause ${name.slice(4)}:`);
  });
});
