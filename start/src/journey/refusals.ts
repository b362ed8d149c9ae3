// People who must not get it, each as he would try.
import { type JourneyMark } from './journey.ts';
import type { PersonaClient, Request } from './persona-client.ts';
import type { People } from './people.ts';
import { ALERTS } from './raise.ts';
import { INBOX } from './receiving-steps.ts';
import { INVESTIGATE, PROTECT } from './story-sample.ts';
import { whyNot, type Step } from './telling.ts';

/** Every try of step 5 that is refused, with what was answered. */
export const refused = async (who: People, { alertId, reportId, protectionId }: JourneyMark): Promise<Step[]> => {
  const item = `${INBOX}/${alertId}`;
  const tries: [PersonaClient, string, Request][] = [
    [who.neighbour, 'open it without an assignment', { ...INVESTIGATE, path: item }],
    [who.neighbour, 'open the report without one', { ...INVESTIGATE, path: `${INBOX}/${reportId}` }],
    [who.liaison, 'ask for its source note', { ...INVESTIGATE, path: `${item}?fields=sourceNote` }],
    [who.liaison, 'open it for another purpose', { ...INVESTIGATE, purpose: 'RESEARCH', path: item }],
    [who.liaison, 'open the alert for the two young men', { ...INVESTIGATE, path: `${INBOX}/${protectionId}` }],
    [who.analyst, 'open the copy the police hold', { ...INVESTIGATE, path: item }],
    [who.operator, 'read the alert in the prison service', { ...PROTECT, path: `${ALERTS}/${alertId}` }],
  ];
  const steps: Step[] = [];
  for (const [client, did, request] of tries) {
    const answer = await client.ask(request);
    steps.push({ step: 5, who: client.persona.name, did, status: answer.status, outcome: whyNot(answer) });
  }
  return steps;
};
