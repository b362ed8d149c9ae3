// Reading again under an emergency access: while it is open, by whom it was given to, no wider than the minimum.
import { readerFacts } from '@gatehouse/personnel';
import { considerEmergency, openItem, runAudited, type Answer, type Asked, type HeldItem } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { INBOX, type Inbox } from '../inbox.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { justificationOf } from './declared-emergency.ts';
import { emergencyAccessDecider, openAt, type EmergencyAccess } from './emergency-access.decider.ts';
import { emergencyAccessStream } from './emergency-access.events.ts';
import { loadEmergencyAccesses } from './load-emergency-accesses.ts';
import { recordRefused } from './record-refused.ts';
import { BREAK_GLASS } from './use-emergency-access.ts';

export interface EmergencyRead {
  /** it was open once */
  over: boolean;
  answer: Answer<unknown> | null;
  held: HeldItem | null;
  access: EmergencyAccess | null;
  promise: string;
}

export class ReadInEmergency extends Command<EmergencyRead> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly fields?: string[],
  ) {
    super();
  }
}

@CommandHandler(ReadInEmergency)
export class ReadInEmergencyHandler implements ICommandHandler<ReadInEmergency> {
  constructor(@Inject(INBOX) private readonly inbox: Inbox) {}

  async execute({ asked, itemId, fields }: ReadInEmergency): Promise<EmergencyRead> {
    const { agency } = this.inbox;
    const { person } = asked.caller;
    const { held } = await loadReceivedItem(agency.pool, itemId, person);
    const facts = await readerFacts(agency.pool, person);
    const accesses = await loadEmergencyAccesses(agency.pool, itemId, person);
    const access = openAt(accesses, agency.clock.now().toISOString()) ?? null;
    if (access === null && accesses.length > 0) {
      const promise = await recordRefused(agency, asked, { itemId, event: 'refused', reason: 'emergency-access-over' });
      return { over: true, answer: null, held: null, access, promise };
    }
    // Without an access there is no item here, whatever there is.
    const under = access
      ? { held, justification: justificationOf(access.used.declared) }
      : { held: null, justification: '' };
    const considered = considerEmergency(agency, asked, facts, under.held, under.justification, fields);
    if (considered.decision.obligations.includes('ACCESS_INCIDENT')) await this.#incident(asked, itemId, fields ?? []);
    const answer = await openItem(agency, asked, itemId, considered, BREAK_GLASS);
    return { over: false, answer, held: considered.held, access, promise: answer.promise };
  }

  /** Asking for more is an incident: it stands beside the access, for whoever reviews it. */
  async #incident(asked: Asked, itemId: string, fields: string[]): Promise<void> {
    const { agency } = this.inbox;
    const { person } = asked.caller;
    const at = agency.clock.now().toISOString();
    await runAudited(agency, emergencyAccessDecider, {
      command: { type: 'ReportScopeExceeded', data: { itemId, person, fields, at } },
      streamId: emergencyAccessStream(itemId, person),
      asked,
      audit: (accesses) => ({
        operation: 'alteration',
        action: 'ReportScopeExceeded',
        subjects: accesses.at(-1)?.used.subjects.map(({ auditRef }) => auditRef) ?? [],
        item: { id: itemId, product: accesses.at(-1)?.used.product ?? 'unknown' },
        fields: [],
        emergency: true,
      }),
    });
    agency.alarm('ACCESS_INCIDENT', {});
  }
}
