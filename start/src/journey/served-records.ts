// The commissioner's list of records about a person, read to its end.
import type { RecordToVerify } from '@gatehouse/oversight/verifier';
import type { PersonaClient } from './persona-client.ts';

export interface ServedRecord extends RecordToVerify {
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

/** A record with the checkpoint of the page it was served on. */
export interface Seen {
  served: ServedRecord;
  checkpoint: string;
}

/** Every record about a person: a data folder that saw many starts has more than one page of them. */
export const everyPage = async (
  commissioner: PersonaClient,
  subjectId: string,
): Promise<{ seen: Seen[]; status: number }> => {
  const seen: Seen[] = [];
  for (let next: string | null = ''; ;) {
    const path: string = `/oversight/v1/records?subject=${subjectId}&limit=200${next && `&cursor=${next}`}`;
    const { status, body } = await commissioner.ask({ purpose: 'OVERSIGHT', path });
    if (status !== 200) throw new Error(`the commissioner was refused: ${JSON.stringify(body)}`);
    const page = body as unknown as ServedPage;
    seen.push(...page.records.map((served) => ({ served, checkpoint: page.checkpoint })));
    if (page.next === null) return { seen, status };
    next = page.next;
  }
};
