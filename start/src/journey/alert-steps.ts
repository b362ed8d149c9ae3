// Step 4: two alerts on one report. One calls the police; the other protects two young men, and no police hear of it.
import type { HttpAnswer } from './persona-client.ts';
import type { People } from './people.ts';
import { ALERTS } from './raise.ts';
import { ALERT } from './sample.ts';
import { IN_PRISON, PROTECTION } from './story-sample.ts';
import type { Telling } from './telling.ts';

/** Gives the alerts' ids. `validUntil`: when both end. */
export const raiseAlerts = async (
  { analyst }: People,
  telling: Telling,
  { reportUrn, validUntil }: { reportUrn: string; validUntil: string },
): Promise<{ alertId: string; protectionId: string }> => {
  const raise = async (did: string, said: object): Promise<string> => {
    const body = { ...said, reportUrns: [reportUrn], validUntil };
    const asked = { ...IN_PRISON, path: `${ALERTS}/preview`, body };
    const previewed = await telling.tell(4, analyst, { did: `see who gets ${did}`, outcome: postsLine }, asked);
    const { preview } = previewed.body;
    const confirmed = { ...IN_PRISON, path: ALERTS, body: { ...body, preview } };
    const raised = await telling.tell(4, analyst, { did: 'raise it as previewed', outcome: withinLine }, confirmed);
    return String(raised.body['alertId']);
  };
  return {
    alertId: await raise('an alert on recruitment', ALERT),
    protectionId: await raise('one for the two young men', PROTECTION),
  };
};

const withinLine = ({ body }: HttpAnswer): string => `acknowledge within ${String(body['ackWithin'])}`;

const postsLine = ({ body }: HttpAnswer): string =>
  (body['posts'] as { post: string; outcome: string }[]).map(({ post, outcome }) => `${post}: ${outcome}`).join('; ');
