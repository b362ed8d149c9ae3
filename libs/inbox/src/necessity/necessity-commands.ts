// Stating that a special field is needed, and answering that: each is first decided like somebody who opens the item.
import { notIndependent } from '@gatehouse/personnel';
import type { NecessaryField } from '@gatehouse/policy';
import { runAudited, type Agency, type Asked, type Considered, type HeldItem } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { asReader } from '../answering/as-reader.ts';
import { INBOX, type Inbox } from '../inbox.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import { necessityDecider, type NecessityCommand, type NecessityRefusal } from './decide-necessity.ts';
import { statementsOf, type ReaderStatement } from './necessities.ts';

export interface NecessityOutcome {
  /** as it stands now; null where there is none or this person is refused */
  statement: ReaderStatement | null;
  refusal: NecessityRefusal | null;
  /** what policy says to a person who may not open the item */
  refused: Considered['decision'] | null;
  promise: string;
}

/** What somebody says: the need of certain fields, or an answer to a statement. */
export type Said =
  | { type: 'StateNecessity'; fields: NecessaryField[] }
  | { type: 'ApproveNecessity' | 'RefuseNecessity'; statementId: string; reason: string };

export class SayNecessity extends Command<NecessityOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly said: Said,
  ) {
    super();
  }
}

@CommandHandler(SayNecessity)
export class SayNecessityHandler implements ICommandHandler<SayNecessity> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId, said }: SayNecessity): Promise<NecessityOutcome> {
    const { agency } = this.inbox;
    const reader = await asReader(agency, asked, itemId, said.type);
    if (reader.held === null)
      return { statement: null, refusal: null, refused: reader.decision, promise: reader.promise };
    const { product, subjects, basis } = reader.held.envelope;
    const command = await commandOf(agency, asked, reader.held, said);
    const outcome = await runAudited(agency, necessityDecider, {
      command,
      streamId: receivedItemStream(itemId),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: said.type,
        subjects: subjects.map(({ auditRef }) => auditRef),
        item: { id: itemId, product },
        fields: said.type === 'StateNecessity' ? said.fields.map(({ field }) => field).toSorted() : ['reason'],
        agreements: basis.agreements,
      }),
    });
    const { statementId } = command.data;
    const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
    const statement = statementsOf(outcome.state.necessities).find((one) => one.statementId === statementId) ?? null;
    return { statement, refusal, refused: null, promise: outcome.promise };
  }
}

const commandOf = async (
  agency: Agency,
  asked: Asked,
  { envelope }: HeldItem,
  said: Said,
): Promise<NecessityCommand> => {
  const { person: by, unit } = asked.caller;
  const act = { itemId: envelope.itemId, by, unit, at: agency.clock.now().toISOString() };
  if (said.type === 'StateNecessity') {
    const { purpose, caseRef } = asked;
    const data = { ...act, statementId: agency.newId(), fields: said.fields, purpose, caseRef };
    return { type: said.type, data, specialFields: specialFields(agency, envelope.product) };
  }
  const { statementId, reason } = said;
  const { item } = await loadReceivedItem(agency.pool, envelope.itemId, by);
  const makers = statementsOf(item.necessities)
    .filter((one) => one.statementId === statementId)
    .map((one) => one.by);
  return {
    type: said.type,
    data: { ...act, statementId, reason },
    notIndependent: await notIndependent(agency, asked, {
      act: 'ApproveNecessity',
      makers,
      about: envelope.subjects.map(({ ref }) => ref),
    }),
  };
};

const specialFields = (agency: Agency, product: string): string[] =>
  Object.entries(agency.products.get(product)?.fields ?? {}).flatMap(([path, category]) =>
    category === 'SPC' ? [path] : [],
  );
