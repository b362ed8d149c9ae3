// The commissioner's part: who dealt with this person, and the proof of each record, checked by the independent verifier.
import { verifyLog, verifyRecord } from '@gatehouse/oversight/verifier';
import { originOf, type Access, type PersonaClient } from './persona-client.ts';
import { everyPage, type Seen, type ServedRecord } from './served-records.ts';

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

/** What must stand in the log about the item before the journey is told: its whole path, and its reading. */
const EXPECTED = ['command-accepted', 'disclosed', 'sent', 'received', 'read', 'acknowledged'];
const LOG = '/oversight/v1/log';
const INTEGRATED_WITHIN_MS = 30_000;
const REFUSED_FOR = ['NO_ASSIGNMENT', 'ABSOLUTE_SOURCE'];

/** What is asked for: the acts about one item, and that every record about the others is proven as well. */
export interface Asked {
  subjectId: string;
  itemId: string;
  otherIds: string[];
  vkey: string;
}

interface AuditSeen {
  /** about the one item */
  acts: AuditedAct[];
  /** about all of the items, and how many of them are proven */
  records: { all: number; proven: number };
  log: LogSeen;
  status: number;
}

/** Asks for the records about a person until those about the items are all integrated; verifies the log and each of them. */
export const lookAtAudit = async (access: Access, commissioner: PersonaClient, asked: Asked): Promise<AuditSeen> => {
  const { seen, status } = await seenOnceComplete(commissioner, asked);
  const log = await verifyLog({ url: `${originOf(access, LOG)}${LOG}`, vkey: asked.vkey });
  const judged = seen.map(({ served, checkpoint }) => ({
    itemId: served.record.item?.id,
    act: actOf(served, isProven(served, checkpoint, asked.vkey)),
  }));
  const proven = judged.filter(({ act }) => act.proven).length;
  return {
    acts: judged.filter(({ itemId }) => itemId === asked.itemId).map(({ act }) => act),
    records: { all: judged.length, proven },
    log: { size: log.size, root: log.root, verified: proven === judged.length },
    status,
  };
};

const seenOnceComplete = async (
  commissioner: PersonaClient,
  asked: Asked,
): Promise<{ seen: Seen[]; status: number }> => {
  const end = performance.now() + INTEGRATED_WITHIN_MS;
  for (;;) {
    const { seen, status } = await everyPage(commissioner, asked.subjectId);
    const ofStory = seen.filter(({ served }) =>
      [asked.itemId, ...asked.otherIds].includes(served.record.item?.id ?? ''),
    );
    const missing = missingOf(ofStory, asked.itemId);
    if (missing.length === 0) return { seen: ofStory, status };
    if (performance.now() > end) throw new Error(`the log still lacks: ${missing.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const missingOf = (seen: Seen[], itemId: string): string[] => {
  const records = seen.filter(({ served }) => served.record.item?.id === itemId).map(({ served }) => served.record);
  return [
    ...EXPECTED.filter((event) => !records.some((record) => record.event === event)),
    ...REFUSED_FOR.filter((reason) => !records.some(({ decision }) => decision?.reason === reason)),
    ...seen.flatMap(({ served }) => (served.integrated ? [] : [`place of ${served.source} ${served.number}`])),
  ];
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
