// gatehouse inbox and gatehouse ack: what other agencies disclosed to this person.
import { EXIT, type ExitCode } from './exit-codes.ts';
import { shown, table, type Output } from './output.ts';
import type { Service } from './service.ts';

const INBOX = '/police-liaison/v1/inbox';

interface Item {
  itemId: string;
  product: string;
  content: Record<string, unknown>;
  obligations: string[];
  acknowledgedAt: string | null;
  provenance: { originator: string; publishedAt: string };
}

export interface InboxOptions {
  limit?: string;
  cursor?: string;
  type?: string;
  priority?: string;
  unacknowledged?: true;
}

/** Lists what this person may see; the filters look at what is shown. */
export const listInbox = async (options: InboxOptions, service: Service, output: Output): Promise<ExitCode> => {
  const query = new URLSearchParams();
  if (options.limit) query.set('limit', options.limit);
  if (options.cursor) query.set('cursor', options.cursor);
  const page = await service.ask<{ items: Item[]; next: string | null }>({ path: `${INBOX}?${query}` });
  const items = page.items.filter((item) => wanted(item, options));
  const rows = items.map(({ itemId, content, provenance, acknowledgedAt }) => [
    itemId,
    content['type'],
    content['priority'],
    provenance.originator,
    acknowledgedAt ?? 'not acknowledged',
  ]);
  const more = page.next ? `\nThere is more: --cursor ${page.next}` : '';
  output.result(
    { items, next: page.next },
    `${table(['item', 'type', 'priority', 'from', 'acknowledged'], rows)}${more}`,
  );
  return EXIT.ok;
};

const wanted = ({ content, acknowledgedAt }: Item, { type, priority, unacknowledged }: InboxOptions): boolean =>
  (!type || content['type'] === type) &&
  (!priority || content['priority'] === priority) &&
  (!unacknowledged || acknowledgedAt === null);

export const openItem = async (itemId: string, service: Service, output: Output): Promise<ExitCode> => {
  const item = await service.ask<Item & Record<string, unknown>>({ path: `${INBOX}/${encodeURIComponent(itemId)}` });
  const lines = Object.entries(item.content ?? {}).map(([field, value]) => `${shown(field)}: ${shown(value)}`);
  const { originator, publishedAt } = item.provenance;
  const duties = item.obligations.length > 0 ? [`obligations: ${shown(item.obligations.join(', '))}`] : [];
  output.result(item, [`from ${shown(originator)}, published ${shown(publishedAt)}`, ...lines, ...duties].join('\n'));
  return EXIT.ok;
};

export const acknowledge = async (itemId: string, service: Service, output: Output): Promise<ExitCode> => {
  const path = `${INBOX}/${encodeURIComponent(itemId)}/acknowledgement`;
  const done = await service.ask({ method: 'POST', path });
  output.result(done, `acknowledged by ${shown(done['acknowledgedBy'])} at ${shown(done['acknowledgedAt'])}`);
  return EXIT.ok;
};
