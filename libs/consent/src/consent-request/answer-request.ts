// Answering a request for consent: the manager may see the request, is independent of it, and says yes, no, or takes a yes back.
import { codeLists } from '@gatehouse/contracts';
import { unreachable } from '@gatehouse/event-store/decider';
import { notIndependent, readerFacts, type NotIndependent } from '@gatehouse/personnel';
import {
  considerOpening,
  evidence,
  permits,
  recordOpening,
  runAudited,
  subjectReferences,
  type Asked,
  type Considered,
  type HeldItem,
  type Outgoing,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CONSENTS, type Consents } from '../consents.ts';
import {
  consentRequestDecider,
  type ConsentRequest,
  type ConsentRequestCommand,
  type ConsentRequestRefusal,
} from './consent-request.decider.ts';
import { consentRequestStream, requestIn, type Answered } from './consent-request.events.ts';
import { aboutOurs, itemHeldBy, loadRequest } from './load-request.ts';

/** What the manager says, in his own words. */
export type Word =
  | { kind: 'grant'; reason: string; validUntil: string; conditions: { code: string; date?: string }[] }
  | { kind: 'refuse' | 'withdraw'; reason: string };

export interface AnsweredRequest {
  /** null where this person is refused the request itself */
  state: ConsentRequest | null;
  refusal: ConsentRequestRefusal | null;
  decision: Considered['decision'];
  promise: string;
}

export class AnswerRequest extends Command<AnsweredRequest> {
  constructor(
    readonly asked: Asked,
    readonly requestId: string,
    readonly word: Word,
  ) {
    super();
  }
}

@CommandHandler(AnswerRequest)
export class AnswerRequestHandler implements ICommandHandler<AnswerRequest> {
  constructor(@Inject(CONSENTS) private readonly consents: Consents) {}

  async execute({ asked, requestId, word }: AnswerRequest): Promise<AnsweredRequest> {
    const { agency } = this.consents;
    const known = await loadRequest(agency.pool, requestId);
    const request = known.status === 'none' ? null : known.request;
    const said = request && requestIn(request.envelope);
    const item = await itemHeldBy(this.consents, said?.itemId ?? requestId, request?.envelope.originator ?? '');
    const held = request && item && aboutOurs(this.consents, { ...request, openedBefore: [] }, item);
    const facts = await readerFacts(agency.pool, asked.caller.person);
    const considered = considerOpening(agency, asked, facts, held);
    const { decision } = considered;
    if (held && item && permits(decision)) return { decision, ...(await this.#answer(asked, held, item, word)) };
    const promise = await evidence(agency, (client) =>
      recordOpening(agency, client, asked, requestId, considered, ACTIONS[word.kind]),
    );
    return { decision, state: null, refusal: null, promise };
  }

  async #answer(
    asked: Asked,
    { envelope }: HeldItem,
    item: Outgoing,
    word: Word,
  ): Promise<Omit<AnsweredRequest, 'decision'>> {
    const { agency, alsoKnownAs } = this.consents;
    const { askedBy } = requestIn(envelope);
    const about = [...item.item.subjects.map(({ ref }) => ref), ...(alsoKnownAs?.(item) ?? [])];
    const independence = await notIndependent(agency, asked, {
      act: 'DecideConsentRequest',
      makers: [askedBy],
      about,
    });
    const outcome = await runAudited(agency, consentRequestDecider, {
      command: commandOf(word, answeredBy(this.consents, asked, envelope, item, word), independence),
      streamId: consentRequestStream(envelope.itemId),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: ACTIONS[word.kind],
        subjects: subjectReferences(agency, item),
        item: { id: envelope.itemId, product: envelope.product },
        fields: Object.keys(word)
          .filter((field) => field !== 'kind')
          .sort(),
        agreements: envelope.basis.agreements,
      }),
    });
    const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
    return { state: outcome.state, refusal, promise: outcome.promise };
  }
}

const ACTIONS = { grant: 'GrantConsent', refuse: 'RefuseConsent', withdraw: 'WithdrawConsent' };

/** About the people as the item left: what is taken back arrives whatever was attested about them since. */
const answeredBy = (
  { agency }: Consents,
  asked: Asked,
  { itemId: requestId, originator: to, purpose, caseRef, payload }: HeldItem['envelope'],
  { subjects: people, item: { subjects: roles } }: Outgoing,
  { reason }: Word,
): Answered => ({
  requestId,
  to,
  purpose,
  caseRef,
  people,
  roles,
  reason,
  answerId: agency.newId(),
  itemId: requestIn({ payload } as HeldItem['envelope']).itemId,
  unit: asked.caller.unit,
  by: asked.caller.person,
  at: agency.clock.now().toISOString(),
});

type Answering = Exclude<ConsentRequestCommand, { type: 'LapseRequest' }>;

const commandOf = (word: Word, answered: Answered, notIndependent: NotIndependent | null): Answering => {
  switch (word.kind) {
    case 'grant': {
      const { conditions, validUntil } = word;
      const knownConditions = Object.keys(codeLists.conditions);
      return { type: 'GrantConsent', data: { ...answered, conditions, validUntil }, knownConditions, notIndependent };
    }
    case 'refuse':
      return { type: 'RefuseConsent', data: answered, notIndependent };
    case 'withdraw':
      return { type: 'WithdrawConsent', data: answered, notIndependent };
    default:
      return unreachable(word);
  }
};
