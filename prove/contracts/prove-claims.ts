// Claims to questions, questions to the solver, answers to what is proven and what is not.
import { spawnSync } from 'node:child_process';
import type { Request } from '@gatehouse/policy/closures';
import { readSchema, schemaForm } from '@gatehouse/policy/closures';
import type { Asked, Claim } from './claim.ts';
import { actionName, actionsOf } from './clauses.ts';
import type { Tools } from './tools.ts';

export interface Answer {
  answer: 'holds' | 'fails' | 'unknown';
  /** What shows that it fails. */
  request?: { principal: string; action: string; resource: string; context: Request['context'] };
  fault?: string;
}

export interface Outcome {
  claim: Claim;
  /** null: the solver did not say. */
  proven: boolean | null;
  /** Of a claim that does not hold, the question and the answer that show it. */
  because: { asked: Asked; answer: Answer } | null;
}

const MOST_BYTES = 1024 ** 3;

/** Questions as the solver's program reads them; the same questions are always the same text. */
export const documentOf = (schema: string, asked: readonly Asked[]): string => {
  const shapes = actionsOf(readSchema(schemaForm(schema)));
  const rules: Record<string, string> = {};
  const questions = asked.map(({ ask, action, rules: about }, index) => {
    const shape = shapes.get(action);
    if (!shape) throw new Error(`no action ${action}`);
    for (const { key, text } of about) {
      if ((rules[key] ??= text) !== text) throw new Error(`two rules are called ${key}`);
    }
    const [principal] = shape.principals;
    const [resource] = shape.resources;
    return {
      id: String(index),
      ask,
      principal,
      action: actionName(action),
      resource,
      rules: about.map(({ key }) => key),
    };
  });
  return JSON.stringify({ schema, rules, questions });
};

/** @throws Error when the solver's program ends before it answered everything */
export const askSolver = (
  { askSolver: program, solver, env }: Tools,
  schema: string,
  asked: readonly Asked[],
): Answer[] => {
  if (asked.length === 0) return [];
  const { stdout, stderr, status } = spawnSync('nice', ['-n', '10', program, ...solver], {
    input: documentOf(schema, asked),
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
    env: { ...process.env, ...env },
  });
  const answers = (stdout ?? '').split('\n').filter((line) => line !== '');
  if (status !== 0 || answers.length !== asked.length) throw new Error(`the solver gave no answer: ${stderr}`);
  return answers.map((line) => JSON.parse(line) as Answer);
};

/** The first question whose answer is not `wanted`; where none failed outright, one without an answer. */
const against = (claim: Claim, answers: Answer[]): Outcome => {
  const pairs = claim.asked.map((asked, index) => ({
    asked,
    answer: answers[index] ?? { answer: 'unknown' as const },
  }));
  const wanted = claim.shown === 'every' ? 'holds' : 'fails';
  const unknown = pairs.find(({ answer }) => answer.answer === 'unknown');
  const other = pairs.find(({ answer }) => answer.answer !== wanted && answer.answer !== 'unknown');
  if (claim.shown === 'every') {
    if (other) return { claim, proven: false, because: other };
    return { claim, proven: unknown ? null : true, because: unknown ?? null };
  }
  if (pairs.some(({ answer }) => answer.answer === wanted)) return { claim, proven: true, because: null };
  return { claim, proven: unknown ? null : false, because: unknown ?? other ?? null };
};

/** Puts every claim to the solver. A claim that asks for one request is done with at the first that shows it. */
export const proveClaims = (tools: Tools, schema: string, claims: readonly Claim[]): Outcome[] => {
  const first = claims.map(({ asked, shown }) => (shown === 'some' ? asked.slice(0, 1) : asked));
  const answered = askSolver(tools, schema, first.flat());
  const at = first.reduce<number[]>((starts, asked) => [...starts, (starts.at(-1) ?? 0) + asked.length], [0]);
  const soFar = claims.map((_claim, index) => answered.slice(at[index], at[index + 1]));
  const open = claims.flatMap((claim, index) =>
    claim.shown === 'some' && soFar[index]?.[0]?.answer !== 'fails' ? [{ index, more: claim.asked.slice(1) }] : [],
  );
  const later = askSolver(
    tools,
    schema,
    open.flatMap(({ more }) => more),
  );
  for (const { index, more } of open) soFar[index]?.push(...later.splice(0, more.length));
  return claims.map((claim, index) => against(claim, soFar[index] ?? []));
};
