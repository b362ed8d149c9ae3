// An alert of the sample, raised and arrived: what several journeys begin with.
import {
  ALERT,
  ALERTS,
  approvalAsOf,
  CASE,
  PersonaClient,
  personaNamed,
  raiseAlert,
  REPORT,
  SANITISATION,
  type Access,
} from '@gatehouse/start';

type Reached = { access: Access };

export const IN_PRISON = { purpose: 'PREVENT_SERIOUS_HARM', caseRef: CASE };
export const INVESTIGATE = { purpose: 'INVESTIGATE', caseRef: CASE };
export const REPORTS = '/prison-intelligence/v1/intelligence-reports';
export { ALERTS };
export const INBOX = '/police-liaison/v1/inbox';
/** Other suites' transactions hold the readers of the same cluster back. */
const PATIENCE_MS = 60_000;

export const as = (gatehouse: Reached, name: string): PersonaClient =>
  new PersonaClient(gatehouse.access, personaNamed(name));

/** Evaluates the sample's report, or another one, has it sanitised and approved. Gives its URN. */
export const approvedReport = async (gatehouse: Reached, report: object = REPORT): Promise<string> => {
  const [analyst, manager] = [as(gatehouse, 'analyst'), as(gatehouse, 'intelligence-manager')];
  const reportUrn = String((await analyst.ask({ ...IN_PRISON, path: REPORTS, body: report })).body['reportUrn']);
  await analyst.ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/sanitisation`, body: SANITISATION });
  await manager.ask({ ...IN_PRISON, path: `${REPORTS}/${reportUrn}/approval`, body: approvalAsOf(new Date()) });
  return reportUrn;
};

/**
 * Raises an alert on a report of its own and waits until its receipt is back, unless told not to.
 * Gives the alert's id and the report's URN.
 */
export const raised = async (
  gatehouse: Reached,
  { delivered: waits = true } = {},
): Promise<{ alertId: string; reportUrn: string }> => {
  const analyst = as(gatehouse, 'analyst');
  const reportUrn = await approvedReport(gatehouse);
  const validUntil = new Date(Date.now() + 86_400_000).toISOString();
  const body = { ...ALERT, reportUrns: [reportUrn], validUntil };
  const alertId = String((await raiseAlert(analyst, { ...IN_PRISON, body })).body['alertId']);
  if (!waits) return { alertId, reportUrn };
  const board = { ...IN_PRISON, path: `${ALERTS}/${alertId}` };
  await analyst.askUntil(board, (answer) => deliveredToPolice(answer) === 1, PATIENCE_MS);
  return { alertId, reportUrn };
};

/** How many items of a board's row the police have said they received. */
export const deliveredToPolice = ({ body }: { body: object }): number => {
  const { disclosures = [] } = body as { disclosures?: { recipient: string; deliveredAt: string | null }[] };
  return disclosures.filter(({ recipient, deliveredAt }) => recipient === 'kz-police' && deliveredAt !== null).length;
};
