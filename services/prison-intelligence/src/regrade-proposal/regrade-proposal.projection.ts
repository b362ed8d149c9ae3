// Folds feedback that doubts grades, and what managers decided about it, into the list of proposals.
import type { Projection } from '@gatehouse/projections';
import { narrowedBy } from '@gatehouse/sharing';
import type pg from 'pg';
import { feedbackIn, type ItemFeedbackReceived } from '../item-feedback/item-feedback.events.ts';
import type { ProposalEvent, RegradeAccepted, RegradeDeclined } from './regrade-proposal.events.ts';

type Known = ItemFeedbackReceived | ProposalEvent;

export const regradeProposals: Projection = {
  name: 'regrade-proposals',
  tables: [{ name: 'regrade_proposal' }],
  apply: (client, event) => apply(client, { type: event.type, data: event.data } as Known),
};

const apply = async (client: pg.ClientBase, event: Known): Promise<void> => {
  switch (event.type) {
    case 'ItemFeedbackReceived': {
      const { envelope, provenance } = event.data;
      if (!feedbackIn(envelope).regrades?.length) return;
      const facts = narrowedBy({ envelope, provenance, openedBefore: [] });
      await client.query(
        'insert into regrade_proposal (feedback_id, envelope, provenance, facts) values ($1, $2, $3, $4)',
        [envelope.itemId, JSON.stringify(envelope), JSON.stringify(provenance), facts && JSON.stringify(facts)],
      );
      return;
    }
    case 'RegradeAccepted':
      return decided(client, 'accepted', event.data, event.data.reportUrn);
    case 'RegradeDeclined':
      return decided(client, 'declined', event.data, null);
    default:
      return;
  }
};

const decided = async (
  client: pg.ClientBase,
  status: 'accepted' | 'declined',
  { feedbackId, by, at, reason }: RegradeAccepted['data'] | RegradeDeclined['data'],
  reportUrn: string | null,
): Promise<void> => {
  await client.query(
    `update regrade_proposal set status = $2, report_urn = $3, decided_by = $4, decided_at = $5, reason = $6
     where feedback_id = $1`,
    [feedbackId, status, reportUrn, by, at, reason],
  );
};
