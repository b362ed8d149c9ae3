// Raising an alert as an analyst does: look at what would leave, then confirm exactly that.
import type { HttpAnswer, PersonaClient, Request } from './persona-client.ts';

export const ALERTS = '/prison-intelligence/v1/intelligence-alerts';

/** Previews and raises; where the preview is refused its answer is given. `body` is that of an alert. */
export const raiseAlert = async (
  analyst: PersonaClient,
  request: Omit<Request, 'path'> & { body: object },
): Promise<HttpAnswer> => {
  const previewed = await analyst.ask({ ...request, path: `${ALERTS}/preview` });
  if (previewed.status !== 200) return previewed;
  return analyst.ask({ ...request, path: ALERTS, body: { ...request.body, preview: previewed.body['preview'] } });
};
