// gatehouse explain: why a service decided as it did.
import { EXIT, type ExitCode } from './exit-codes.ts';
import { shown, table, type Output } from './output.ts';
import type { Service } from './service.ts';

export interface ExplainOptions {
  service: string;
  item?: true;
}

interface Explanation {
  standing: string;
  agrees: boolean | null;
  words: string[];
}

interface Decided {
  recordId: string;
  at: string;
  event: string;
  action: string;
  person: string | null;
  recipient: string | null;
  effect: string | null;
  reason: string | null;
}

/**
 * Says why; of an item, which decisions there are to ask about.
 * @returns `notVerified` where a decision made again is not what was recorded
 */
export const explain = async (
  id: string,
  { service: name, item }: ExplainOptions,
  service: Service,
  output: Output,
): Promise<ExitCode> => {
  const decisions = `/${encodeURIComponent(name)}/v1/decisions`;
  if (item) return listDecisions(`${decisions}?itemId=${encodeURIComponent(id)}`, service, output);
  const explanation = await service.ask<Explanation>({ path: `${decisions}/${encodeURIComponent(id)}/explanation` });
  output.result(explanation, explanation.words.map(shown).join('\n'));
  return explanation.agrees === false ? EXIT.notVerified : EXIT.ok;
};

const listDecisions = async (path: string, service: Service, output: Output): Promise<ExitCode> => {
  const { decisions } = await service.ask<{ decisions: Decided[] }>({ path });
  const rows = decisions.map(({ recordId, at, event, action, person, recipient, effect, reason }) => [
    recordId,
    at,
    event,
    action,
    person ?? recipient,
    effect,
    reason,
  ]);
  const headings = ['decision', 'at', 'event', 'action', 'for', 'effect', 'reason'];
  output.result({ decisions }, table(headings, rows));
  return EXIT.ok;
};
