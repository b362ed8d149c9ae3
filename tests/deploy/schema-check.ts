// Documents against the schemas kept in deploy/schemas.
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

export const deployed = (path: string): string =>
  readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');
export const fromRoot = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const schema = (file: string): Record<string, unknown> =>
  JSON.parse(deployed(`schemas/${file}`)) as Record<string, unknown>;
const compiled = (from: AnySchema) =>
  new Ajv2020({ strict: false, allErrors: true, validateFormats: false, allowUnionTypes: true }).compile(from);

const wrong = (validate: ReturnType<typeof compiled>, document: unknown): string[] => {
  if (validate(document) === true) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
};

const compose = compiled(schema('compose-spec.json'));
const kinds = new Map<string, ReturnType<typeof compiled>>();
const kubernetes = schema('kubernetes-1.37.json') as { kinds: Record<string, object>; $defs: object };

/** What a compose file (merge keys applied) holds against the Compose Specification; empty when nothing. */
export const wrongInCompose = (document: unknown): string[] => wrong(compose, document);

/** What a manifest holds against Kubernetes; unknown fields and kinds are wrong. */
export const wrongInManifest = (document: { kind: string }): string[] => {
  const kind = kubernetes.kinds[document.kind];
  if (!kind) return [`no schema of kind ${document.kind}`];
  const known = kinds.get(document.kind) ?? compiled({ ...kind, $defs: kubernetes.$defs });
  kinds.set(document.kind, known);
  return wrong(known, document);
};
