// A use under our consent, as its user tells it: a fact of the ledger, beside what else became of the disclosure. Pure.
import { ledgerStream, type DisclosureUsed, type Envelope, type ForeignFact } from '@gatehouse/sharing';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whoever never held the item speaks of a ledger of his own that nobody reads: the stream is named after him. What cannot be read as a
 * use is a fact about none; nobody has checked the form of a payload yet.
 */
export const itemUseFacts = ({ originator: recipient, payload }: Envelope): ForeignFact[] => {
  const said = (payload ?? {}) as Record<string, unknown>;
  const text = (name: string): string => (typeof said[name] === 'string' ? said[name] : '');
  const [itemId, at] = [text('itemId'), text('usedAt')];
  if (!UUID.test(itemId) || Number.isNaN(Date.parse(at))) return [];
  const fields = Array.isArray(said['fields']) ? said['fields'].filter((one) => typeof one === 'string') : [];
  const used: DisclosureUsed = {
    type: 'DisclosureUsed',
    data: {
      itemId,
      recipient,
      useId: text('useId'),
      requestId: text('requestId'),
      use: text('use'),
      passedTo: text('recipient') || null,
      fields,
      by: text('usedBy'),
      at,
    },
  };
  return [{ streamId: ledgerStream(itemId, recipient), event: used, comes: 'after' }];
};
