// The commissioner's part: who dealt with this person, and the proof of each record, checked by the independent verifier.
import { verifyLog, verifyRecord, type RecordToVerify } from '@gatehouse/oversight/verifier';
import { originOf, type Access, type HttpAnswer, type PersonaClient } from './persona-client.ts';

export interface AuditedAct {
  index: number;
  source: string;
  number: number;
  event: string;
  actor: string;
  decision: string;
  proven: boolean;
}

export interface LogSeen {
  size: number;
  root: string;
  verified: boolean;
}

interface ServedRecord extends RecordToVerify {
  source: string;
  number: number;
  integrated: boolean;
  record: {
    event: string;
    actor: { agency: string; person: string | null };
    item: { id: string } | null;
    decision: { reason: string } | null;
    fields: string[];
  };
}

interface ServedPage {
  checkpoint: string;
  records: ServedRecord[];
  next: string | null;
}

/** What must stand in the log before the journey is told: the whole path of the item, and its reading. */
const EXPECTED = ['command-accepted', 'disclosed', 'sent', 'received', 'read', 'acknowledged'];
const LOG = '/oversight/v1/log';
const REFUSED_FOR = ['NO_ASSIGNMENT', 'ABSOLUTE_SOURCE'];

/** Asks for the records about a person until those about the item are all integrated; verifies the log and each of them. */
export const lookAtAudit = async (
  access: Access,
  commissioner: PersonaClient,
  about: { subjectId: string; itemId: string; vkey: string },
): Promise<{ acts: AuditedAct[]; log: LogSeen; status: number }> => {
  const ofItem = (page: ServedPage) => page.records.filter(({ record }) => record.item?.id === about.itemId);
  const complete = (answer: HttpAnswer): boolean => {
    if (answer.status !== 200) throw new Error(`the commissioner was refused: ${JSON.stringify(answer.body)}`);
    const records = ofItem(answer.body as unknown as ServedPage);
    return (
      EXPECTED.every((event) => records.some(({ record }) => record.event === event)) &&
      REFUSED_FOR.every((reason) => records.some(({ record }) => record.decision?.reason === reason)) &&
      records.every(({ integrated }) => integrated)
    );
  };
  const path = `/oversight/v1/records?subject=${about.subjectId}&limit=200`;
  const answer = await commissioner.askUntil({ purpose: 'OVERSIGHT', path }, complete);
  const page = answer.body as unknown as ServedPage;
  const log = await verifyLog({ url: `${originOf(access, LOG)}${LOG}`, vkey: about.vkey });
  const acts = ofItem(page).map((served) => actOf(served, isProven(served, page.checkpoint, about.vkey)));
  return {
    acts,
    status: answer.status,
    log: { size: log.size, root: log.root, verified: acts.every(({ proven }) => proven) },
  };
};

const isProven = (served: ServedRecord, checkpoint: string, vkey: string): boolean => {
  try {
    verifyRecord({ record: served, checkpoint, vkey });
    return true;
  } catch {
    return false;
  }
};

const actOf = ({ source, number, logIndex, record }: ServedRecord, proven: boolean): AuditedAct => ({
  index: logIndex ?? -1,
  source,
  number,
  event: record.event,
  actor: record.actor.person ?? record.actor.agency,
  decision: record.decision?.reason ?? '',
  proven,
});
