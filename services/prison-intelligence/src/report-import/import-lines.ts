// The import itself: some lines a transaction. Reports, their audit records, their references, what became of each line
// and how far the import is commit together, so a kill at any instant leaves a line wholly done or untouched.
import { setImmediate } from 'node:timers/promises';
import { inTransaction, startStreams } from '@gatehouse/event-store';
import { recordAll, type AuditRecord } from '@gatehouse/audit-trail';
import { failpoint, planted } from '@gatehouse/failpoints';
import { auditRecord, auditReferences, type Agency, type Asked } from '@gatehouse/sharing';
import type pg from 'pg';
import type { ReportEvent } from '../intelligence-report/intelligence-report.events.ts';
import { REPORT_PRODUCT } from '../intelligence-report/to-report-product.ts';
import { newReference } from '../reference/reference.ts';
import { auditedPartsOf, decideNew } from '../report-file/to-report.ts';
import { lockImport, type ImportRow } from './import-row.ts';
import { keepOutcomes, type KeptLine, type Told } from './outcomes.ts';
import { takeReferences } from './references.ts';
import { changeImport } from './report-import.commands.ts';

/** Large enough to share a commit, small enough that a stop is quick and readers of the store wait for nobody. */
export const LINES_AT_ONCE = 1_000;

/**
 * Imports the next lines. Gives false when there is nothing more to do: it was stopped, is over, or has just ended.
 * @throws ConcurrencyConflict, RetryableFault: nothing of these lines was written, call again
 */
export const importSomeLines = async (agency: Agency, importId: string): Promise<boolean> => {
  if (planted('import-progress-apart-from-events')) await progressApart(agency, importId);
  const going = await inTransaction(agency.pool, (client) => importBatch(agency, client, importId));
  failpoint('import.after-commit');
  if (going !== 'ended') return going === 'goes-on';
  await finish(agency, importId);
  return false;
};

const importBatch = async (
  agency: Agency,
  client: pg.PoolClient,
  importId: string,
): Promise<'goes-on' | 'not-running' | 'ended'> => {
  const row = await lockImport(client, importId, 'running');
  if (!row?.asked) return 'not-running';
  const lines = await nextLines(client, importId, row.position);
  if (lines.length === 0) return 'ended';
  const told = await record(agency, client, row.asked, importId, lines);
  await keepOutcomes(client, importId, told);
  failpoint('import.before-commit');
  return 'goes-on';
};

const nextLines = async (client: pg.ClientBase, importId: string, after: number): Promise<KeptLine[]> => {
  const { rows } = await client.query<KeptLine>(
    `select line, prison, reference, digest, observed_at, report from intake.line
     where import_id = $1 and line > $2 order by line limit $3`,
    [importId, after, LINES_AT_ONCE],
  );
  return rows;
};

/** Each line is decided as if its report were typed in by whoever started the import. */
const record = async (
  agency: Agency,
  client: pg.PoolClient,
  asked: Asked,
  importId: string,
  lines: KeptLine[],
): Promise<Told[]> => {
  const recordedAt = agency.clock.now();
  const at = recordedAt.toISOString();
  const drafts = lines.map((kept) => {
    const reportUrn = newReference('IR', at, agency.newId());
    const { person: by, unit } = asked.caller;
    return { kept, reportUrn, ...decideNew(kept.report, { reportUrn, itemId: agency.newId(), unit, by, at }) };
  });
  const decided = drafts.filter(({ decision }) => decision.outcome === 'accepted');
  const taken = await takeReferences(client, decided);
  await setImmediate(); // other requests have their turn
  const fresh = decided.filter(({ kept, reportUrn }) => taken.get(kept.line)?.reportUrn === reportUrn);
  const starts = fresh.flatMap(({ kept, streamId, decision }) =>
    decision.outcome === 'accepted'
      ? decision.events.map((event) => ({ streamId, event, occurredAt: kept.observed_at }))
      : [],
  );
  const metadata = {
    correlationId: asked.correlationId,
    causationId: importId,
    actor: { agency: asked.caller.agency, person: asked.caller.person },
    purpose: asked.purpose,
    ...(asked.caseRef ? { caseRef: asked.caseRef } : {}),
  };
  await startStreams<ReportEvent>(client, starts, { metadata, recordedAt });
  const refused = drafts.filter(({ decision }) => decision.outcome === 'refused');
  await recordAll(client, [
    ...fresh.map(({ kept, reportUrn }) => auditOf(agency, asked, kept, reportUrn, null)),
    ...refused.map(({ kept, reportUrn, decision }) =>
      auditOf(agency, asked, kept, reportUrn, decision.outcome === 'refused' ? decision.refusal : null),
    ),
  ]);
  return drafts.map(({ kept, reportUrn, decision }): Told => {
    if (decision.outcome === 'refused') return { kept, outcome: 'refused', reportUrn: null };
    const standing = taken.get(kept.line);
    if (standing?.reportUrn === reportUrn) return { kept, outcome: 'recorded', reportUrn };
    return standing?.digest === kept.digest
      ? { kept, outcome: 'already-there', reportUrn: standing.reportUrn }
      : { kept, outcome: 'conflict', reportUrn: null };
  });
};

const auditOf = (
  agency: Agency,
  asked: Asked,
  { report }: KeptLine,
  reportUrn: string,
  refusal: string | null,
): AuditRecord => {
  const { action, subjectIds, fields } = auditedPartsOf(report);
  const { person, agency: party, unit, roles } = asked.caller;
  return auditRecord(agency, {
    event: refusal ? 'command-refused' : 'command-accepted',
    operation: 'collection',
    action,
    actor: { agency: party, person, unit, roles },
    subjects: auditReferences(agency, subjectIds),
    item: { id: reportUrn, product: REPORT_PRODUCT },
    fields,
    purpose: asked.purpose,
    caseRef: asked.caseRef,
    correlationId: asked.correlationId,
    decision: refusal
      ? { effect: 'REFUSED', reason: refusal, reasonsInOrder: [refusal], obligations: [], bundleVersion: null }
      : null,
  });
};

const finish = async (agency: Agency, importId: string): Promise<void> => {
  const { rows } = await agency.pool.query<ImportRow>('select * from intake.import where import_id = $1', [importId]);
  const row = rows[0];
  if (!row?.asked) return;
  const { recorded, already_there: alreadyThere, refused, asked } = row;
  const data = { importId, recorded, alreadyThere, refused };
  await changeImport(agency, asked, { type: 'FinishReportImport', data });
};

/** The bug a test plants: how far the import is, known before its reports are. */
const progressApart = async (agency: Agency, importId: string): Promise<void> => {
  await inTransaction(agency.pool, async (client) => {
    const row = await lockImport(client, importId, 'running');
    const lines = row ? await nextLines(client, importId, row.position) : [];
    const last = lines.at(-1);
    if (last) await client.query('update intake.import set position = $2 where import_id = $1', [importId, last.line]);
  });
};
