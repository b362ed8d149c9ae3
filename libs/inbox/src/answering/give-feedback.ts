// Feedback: what came of an item, by whoever may open it. It goes back to the originator as a product of its own; that a step was
// taken is told him by a receipt as well.
import { shapeOf } from '@gatehouse/agreements';
import { codeLists } from '@gatehouse/contracts';
import { runAudited, sendReceipt, type Asked, type Considered, type HeldItem } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { INBOX, type Inbox } from '../inbox.ts';
import { receivedItemDecider, type FeedbackRefusal } from '../received-item/received-item.decider.ts';
import { receivedItemStream, type FeedbackGiven } from '../received-item/received-item.events.ts';
import { asReader } from './as-reader.ts';
import { seen } from './seen.ts';

export interface FeedbackOutcome {
  /** this person's answer as it counts now; null when he or it is refused */
  feedback: { feedbackId: string; at: string } | null;
  refusal: FeedbackRefusal | null;
  decision: Considered['decision'];
  promise: string;
}

type Said = Pick<FeedbackGiven['data'], 'outcome' | 'comment' | 'regrades'>;

export class GiveFeedback extends Command<FeedbackOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly said: Said,
  ) {
    super();
  }
}

@CommandHandler(GiveFeedback)
export class GiveFeedbackHandler implements ICommandHandler<GiveFeedback> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId, said }: GiveFeedback): Promise<FeedbackOutcome> {
    const reader = await asReader(this.inbox.agency, asked, itemId, 'feedback');
    const { decision } = reader;
    if (reader.held === null) return { decision, feedback: null, refusal: null, promise: reader.promise };
    return { decision, ...(await this.#give(asked, reader.held, decision, said)) };
  }

  async #give(
    asked: Asked,
    held: HeldItem,
    decision: Considered['decision'],
    said: Said,
  ): Promise<Omit<FeedbackOutcome, 'decision'>> {
    const { agency } = this.inbox;
    const { envelope, provenance } = held;
    const { itemId, product, originator, subjects, basis } = envelope;
    const { person: by, unit } = asked.caller;
    const at = agency.clock.now().toISOString();
    const about = { itemId, originator, subjects: seen(subjects, decision) };
    const data = { feedbackId: agency.newId(), ...about, ...said, unit, by, at };
    const outcome = await runAudited(
      agency,
      receivedItemDecider,
      {
        command: { type: 'GiveFeedback', data, scales: SCALES, shown: paragraphsShown(held, decision) },
        streamId: receivedItemStream(itemId),
        asked,
        audit: () => ({
          operation: 'alteration',
          action: 'GiveFeedback',
          subjects: data.subjects.map((subject) => subject.auditRef),
          item: { id: itemId, product },
          fields: Object.keys(said).sort(),
          agreements: basis.agreements,
        }),
      },
      async (client) => {
        if (said.outcome !== 'ACTED') return;
        await sendReceipt(agency, client, { envelope, messageId: provenance.messageId, kind: 'actioned', by });
      },
    );
    const feedback = outcome.state.feedback.find((one) => one.by === by) ?? null;
    if (outcome.outcome === 'refused') return { feedback: null, refusal: outcome.refusal, promise: outcome.promise };
    return { feedback, refusal: null, promise: outcome.promise };
  }
}

const SCALES = Object.fromEntries(
  Object.entries(codeLists.gradingScales).map(([scale, { source, information }]) => [
    scale,
    { source: Object.keys(source), information: Object.keys(information) },
  ]),
);

/** The numbers of the paragraphs this person is shown; null where the item has none. Another's existence is not his to learn. */
const paragraphsShown = ({ envelope }: HeldItem, { disclosedPaths }: Considered['decision']): number[] | null => {
  const { paragraphs } = envelope.payload as { paragraphs?: { n: number }[] };
  if (!Array.isArray(paragraphs)) return null;
  const shown = new Set(disclosedPaths.filter((path) => shapeOf(path) === 'paragraphs[].n'));
  return paragraphs.flatMap(({ n }, place) => (shown.has(`paragraphs[${place}].n`) ? [n] : []));
};
