// Passing an item on, or using it in proceedings: decided with the originator's word as it stands, recorded, then shown.
import { disclose, shapeOf } from '@gatehouse/agreements';
import type { Decision } from '@gatehouse/policy';
import { keptDecision, madeOf, permits, runAudited, type Asked, type Considered } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { INBOX, type Inbox } from '../inbox.ts';
import { receivedItemStream } from '../received-item/received-item.events.ts';
import { asUser, recordConsidered, type WantedUse } from './as-user.ts';
import { stateOfConsent, type Consent } from './consents.ts';
import { considerUse, type UseAsked } from './consider-use.ts';
import { consentDecider, type ConsentRefusal } from './decide-consent.ts';

export interface UsedOutcome {
  used: { useId: string; content: unknown; travels: Decision['travels'] } | null;
  refusal: ConsentRefusal | null;
  decision: Decision;
  /** the request that decides about this use */
  consent: Consent | null;
  promise: string;
}

export class UseItem extends Command<UsedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly wanted: WantedUse,
  ) {
    super();
  }
}

const ACTION = { PASS_ON: 'PassOnItem', PROCEEDINGS: 'UseItemInProceedings' };

@CommandHandler(UseItem)
export class UseItemHandler implements ICommandHandler<UseItem> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId, wanted }: UseItem): Promise<UsedOutcome> {
    const { agency } = this.inbox;
    const { use, refused } = await asUser(agency, asked, itemId, wanted, ACTION[wanted.use]);
    if (refused) return { used: null, refusal: null, consent: null, ...refused };
    const considered = considerUse(agency, use);
    const { decision } = considered;
    if (permits(decision)) return this.#use(use, considered);
    const promise = await recordConsidered(agency, use, considered, ACTION[wanted.use]);
    return { used: null, refusal: null, decision, consent: use.consent, promise };
  }

  async #use({ asked, held, scope, consent }: UseAsked, considered: Considered): Promise<UsedOutcome> {
    const { agency } = this.inbox;
    const { decision, bundleVersion } = considered;
    const { itemId, product, subjects, basis, payload } = held.envelope;
    const now = agency.clock.now();
    const { person: by, unit } = asked.caller;
    const fields = [...new Set(decision.disclosedPaths.map(shapeOf))].sort();
    const requestId = consent && stateOfConsent(consent, now) === 'granted' ? consent.asked.requestId : null;
    const data = { ...scope, useId: agency.newId(), itemId, requestId, fields, unit, by, at: now.toISOString() };
    const outcome = await runAudited(agency, consentDecider, {
      command: { type: 'UseItem', data },
      streamId: receivedItemStream(itemId),
      asked,
      made: madeOf(considered, itemId),
      audit: () => ({
        operation: 'disclosure',
        action: ACTION[scope.use],
        subjects: subjects.map(({ auditRef }) => auditRef),
        item: { id: itemId, product },
        fields,
        agreements: basis.agreements,
        decision: keptDecision(decision, bundleVersion),
      }),
    });
    const { promise } = outcome;
    if (outcome.outcome === 'refused') return { used: null, refusal: outcome.refusal, decision, consent, promise };
    const content = disclose(payload, decision.disclosedPaths, decision.values);
    return {
      used: { useId: data.useId, content, travels: decision.travels },
      refusal: null,
      decision,
      consent,
      promise,
    };
  }
}
