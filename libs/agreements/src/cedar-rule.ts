// One rule of Cedar text. Words of a document stand in it as strings and comments, and can never end them.
import type { CompiledFlow } from './instrument.ts';

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A Cedar string literal. Words of the document cannot end the string, the line or the rule. */
export const text = (words: string): string =>
  `"${words.replace(CONTROL, ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

export const comment = (words: string): string => `// ${words.replace(CONTROL, ' ')}`;
export const set = (words: string[]): string => `[${words.map(text).join(', ')}]`;
export const entity = (type: string, id: string): string => `Gatehouse::${type}::${text(id)}`;
export const parties = (ids: string[]): string => `[${ids.map((id) => entity('Party', id)).join(', ')}]`;

/** A rule before it is printed; by default a forbid on every question about an item. */
export interface Rule {
  id: string;
  clause: string;
  annotations?: Record<string, string>;
  effect?: 'permit' | 'forbid';
  action?: string;
  when?: string[];
  unless?: string;
}

const ASK = 'action in Gatehouse::Action::"ask"';
export const FIELD = 'action == Gatehouse::Action::"field"';

export const print = ({
  id,
  clause,
  annotations = {},
  effect = 'forbid',
  action = ASK,
  when = [],
  unless,
}: Rule): string =>
  [
    `@id(${text(id)})`,
    `@clause(${text(clause)})`,
    ...Object.entries(annotations).map(([name, value]) => `@${name}(${text(value)})`),
    `${effect} (principal, ${action}, resource)`,
    ...(when.length > 0 ? [`when { ${when.join(' &&\n       ')} }`] : []),
    ...(unless === undefined ? [] : [`unless { ${unless} }`]),
  ].join('\n') + ';';

/** Annotations of a failing reason; a mark may carry its value as `mark:value`. */
export const reason = (name: string, step: number, ...marks: string[]): Record<string, string> => ({
  step: String(step),
  reason: name,
  ...Object.fromEntries(marks.map((mark) => mark.split(':')).map(([mark, value = 'yes']) => [mark, value])),
});

/** What makes a rule speak of one flow, and of a person where only a person can fail it. */
export const guards = (flow: Pick<CompiledFlow, 'id'>) => ({
  flow: `context.flow == ${text(flow.id)}`,
  person: '(context.caller has person || !(["publish", "deliver"].contains(context.question)))',
  routine: 'context.question != "breakGlass"',
});
