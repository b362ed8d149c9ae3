// Every type of event the code declares: what stands in a `*.events.ts` file, and what an `...Event` union of any other file is
// made of. Read from the sources, so that no list of ours can leave one out.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '../..');
const NOT_PRODUCTION = /([.]spec|[.]fixture|[.]crash)[.]ts$/;

/** Files of libraries and services that run in production, from the root. */
export const productionSources = (): string[] =>
  ['libs', 'services'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => /^[^/]+\/src\/.*[.]ts$/.test(file) && !NOT_PRODUCTION.test(file))
      .map((file) => join(top, file)),
  );

/** Type of event by the file that declares it. */
export const eventsInCode = (): Map<string, string> =>
  new Map(productionSources().flatMap((file) => declaredIn(file).map((type): [string, string] => [type, file])));

type Declared = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

const declaredIn = (file: string): string[] => {
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest);
  const known = new Map<string, Declared>();
  for (const node of source.statements)
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) known.set(node.name.text, node);
  const counted = [...known].filter(
    ([name, node]) => (ts.isTypeAliasDeclaration(node) && name.endsWith('Event')) || file.endsWith('.events.ts'),
  );
  return counted.flatMap(([, node]) =>
    ts.isInterfaceDeclaration(node) ? eventOf(node, known) : within(node.type, known),
  );
};

/** The types of the events a type is made of. */
const within = (type: ts.TypeNode, known: Map<string, Declared>): string[] => {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((one) => within(one, known));
  if (ts.isTypeLiteralNode(type)) return eventOf(type, known);
  const named = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && known.get(type.typeName.text);
  if (!named) return [];
  return ts.isInterfaceDeclaration(named) ? eventOf(named, known) : within(named.type, known);
};

/** An event has a type, one literal or several, and data. */
const eventOf = ({ members }: { members: ts.NodeArray<ts.TypeElement> }, known: Map<string, Declared>): string[] => {
  const member = (name: string) =>
    members.find((one): one is ts.PropertySignature =>
      Boolean(ts.isPropertySignature(one) && ts.isIdentifier(one.name) && one.name.text === name),
    );
  const type = member('type')?.type;
  return type && member('data') ? literals(type, known) : [];
};

const literals = (type: ts.TypeNode, known: Map<string, Declared>): string[] => {
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((one) => literals(one, known));
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) return [type.literal.text];
  const named = ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && known.get(type.typeName.text);
  return named && ts.isTypeAliasDeclaration(named) ? literals(named.type, known) : [];
};
