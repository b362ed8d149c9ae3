// Passing an item on, or using it in proceedings: decided with the originator's word as it stands, recorded, then shown.
import { disclose, shapeOf } from '@gatehouse/agreements';
import { takeStream } from '@gatehouse/event-store';
import type { Decision } from '@gatehouse/policy';
import {
  atInstant,
  decidedWithEvidence,
  keptDecision,
  madeOf,
  permits,
  runAudited,
  type Agency,
  type Asked,
  type Considered,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { seen } from '../answering/seen.ts';
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

/** Whoever wrote to the item in between has won; it is decided again on what stands there now. */
const ATTEMPTS = { attempts: 3 };

const ACTION = { PASS_ON: 'PassOnItem', PROCEEDINGS: 'UseItemInProceedings' };

@CommandHandler(UseItem)
export class UseItemHandler implements ICommandHandler<UseItem> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId, wanted }: UseItem): Promise<UsedOutcome> {
    // Taken first: whatever ends a consent waits until this is recorded, or stands here before it is decided.
    return decidedWithEvidence(
      this.inbox.agency,
      async (client) => {
        await takeStream(client, receivedItemStream(itemId));
        return this.#decide({ asked, itemId, wanted });
      },
      ATTEMPTS,
    );
  }

  /** At one instant: a consent that runs out while this is under way was there, or was not, for decision and record alike. */
  async #decide({ asked, itemId, wanted }: Pick<UseItem, 'asked' | 'itemId' | 'wanted'>): Promise<UsedOutcome> {
    const agency = atInstant(this.inbox.agency, this.inbox.agency.clock.now());
    const { use, refused } = await asUser(agency, asked, itemId, wanted, ACTION[wanted.use]);
    if (refused) return { used: null, refusal: null, consent: null, ...refused };
    const considered = considerUse(agency, use);
    const { decision } = considered;
    if (permits(decision)) return this.#use(agency, use, considered);
    const promise = await recordConsidered(agency, use, considered, ACTION[wanted.use]);
    return { used: null, refusal: null, decision, consent: use.consent, promise };
  }

  async #use(agency: Agency, { asked, held, scope, consent }: UseAsked, considered: Considered): Promise<UsedOutcome> {
    const { decision, bundleVersion } = considered;
    const { itemId, product, originator, subjects, basis, payload } = held.envelope;
    const now = agency.clock.now();
    const { person: by, unit } = asked.caller;
    const fields = [...new Set(decision.disclosedPaths.map(shapeOf))].sort();
    const requestId = consent && stateOfConsent(consent, now) === 'granted' ? consent.asked.requestId : null;
    const about = { itemId, originator, subjects: seen(subjects, decision), requestId };
    const data = { ...scope, ...about, useId: agency.newId(), fields, unit, by, at: now.toISOString() };
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
