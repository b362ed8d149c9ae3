// Asking the originator: for a use that is refused as things stand and would be allowed with its consent. The request is a product of
// its own, which goes back to it.
import { permits, runAudited, type Asked, type Considered } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { INBOX, type Inbox } from '../inbox.ts';
import { seen } from '../answering/seen.ts';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import { asUser, recordConsidered, type Refused, type WantedUse } from './as-user.ts';
import { considerUse, considerWithConsent, type UseAsked } from './consider-use.ts';
import { consentDecider, type ConsentRefusal } from './decide-consent.ts';

export type AskRefusal = ConsentRefusal | 'consent-not-needed' | 'recipient-not-another-agency';

export interface ConsentAskedOutcome {
  request: { requestId: string; answerBy: string } | null;
  refusal: AskRefusal | null;
  /** what policy says where no consent would help */
  refused: Refused['decision'] | null;
  promise: string;
}

export class AskConsent extends Command<ConsentAskedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly wanted: WantedUse,
    readonly justification: string,
  ) {
    super();
  }
}

@CommandHandler(AskConsent)
export class AskConsentHandler implements ICommandHandler<AskConsent> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId, wanted, justification }: AskConsent): Promise<ConsentAskedOutcome> {
    const { agency } = this.inbox;
    const { use, refused } = await asUser(agency, asked, itemId, wanted, 'AskConsent');
    if (refused) return { request: null, refusal: null, refused: refused.decision, promise: refused.promise };
    const asThingsStand = considerUse(agency, use);
    if (permits(asThingsStand.decision)) return this.#instead(use, asThingsStand, 'consent-not-needed');
    const withConsent = considerWithConsent(agency, use);
    if (!permits(withConsent.decision)) return this.#instead(use, withConsent, null);
    if ([agency.party, use.held.envelope.originator].includes(wanted.recipient ?? ''))
      return this.#instead(use, asThingsStand, 'recipient-not-another-agency');
    return this.#ask(use, justification, {
      withConsent: withConsent.decision,
      hours: hoursToAnswer(asThingsStand.decision.obligations),
    });
  }

  async #instead(use: UseAsked, considered: Considered, refusal: AskRefusal | null): Promise<ConsentAskedOutcome> {
    const promise = await recordConsidered(this.inbox.agency, use, considered, 'AskConsent');
    return { request: null, refusal, refused: refusal === null ? considered.decision : null, promise };
  }

  async #ask(
    { asked, held, scope }: UseAsked,
    justification: string,
    { withConsent, hours }: { withConsent: Refused['decision']; hours: number },
  ): Promise<ConsentAskedOutcome> {
    const { agency } = this.inbox;
    const { itemId, product, originator, basis } = held.envelope;
    const subjects = seen(held.envelope.subjects, withConsent);
    const now = agency.clock.now();
    const { person: by, unit } = asked.caller;
    const request = { requestId: agency.newId(), answerBy: new Date(now.getTime() + hours * 3_600_000).toISOString() };
    const data = { ...scope, ...request, itemId, originator, justification, subjects, unit, by, at: now.toISOString() };
    const outcome = await runAudited(agency, consentDecider, {
      command: { type: 'AskConsent', data },
      streamId: receivedItemStream(itemId),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: 'AskConsent',
        subjects: subjects.map(({ auditRef }) => auditRef),
        item: { id: itemId, product },
        fields: ['justification', 'recipient', 'use'],
        agreements: basis.agreements,
      }),
    });
    const { promise } = outcome;
    if (outcome.outcome === 'refused') return { request: null, refusal: outcome.refusal, refused: null, promise };
    return { request, refusal: null, refused: null, promise };
  }
}

/** As the instrument says (MoU 9); three days where the rule that refuses names no time. */
const hoursToAnswer = (obligations: string[]): number =>
  Math.min(72, ...obligations.flatMap((one) => /^EXPIRES_(\d+)H$/.exec(one)?.[1] ?? []).map(Number));
