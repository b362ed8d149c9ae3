// What one of two reviewers found about an emergency access.
import { runAudited, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Repository } from 'typeorm';
import { EMERGENCY_ROWS, INBOX, type Inbox } from '../inbox.ts';
import { isConcerned } from './concerned.ts';
import { emergencyAccessDecider, type EmergencyAccess, type ReviewRefusal } from './emergency-access.decider.ts';
import type { EmergencyAccessRow } from './emergency-access.entity.ts';
import { emergencyAccessStream, type Verdict } from './emergency-access.events.ts';
import { EMERGENCY_ACCESS } from './emergency-clock.ts';
import { loadEmergencyAccesses } from './load-emergency-accesses.ts';

export interface Reviewed {
  refusal: ReviewRefusal | null;
  access: EmergencyAccess | null;
  promise: string;
}

export class ReviewEmergencyAccess extends Command<Reviewed> {
  constructor(
    readonly asked: Asked,
    readonly accessId: string,
    readonly said: { verdict: Verdict; reason: string },
  ) {
    super();
  }
}

/** No stream is named so: the review of an access that is not there is decided, and recorded, like any other. */
const NOBODY = { itemId: '00000000-0000-0000-0000-000000000000', person: 'nobody', auditRefs: [] };

@CommandHandler(ReviewEmergencyAccess)
export class ReviewEmergencyAccessHandler implements ICommandHandler<ReviewEmergencyAccess> {
  constructor(
    @Inject(INBOX) private readonly inbox: Inbox,
    @Inject(EMERGENCY_ROWS) private readonly rows: Repository<EmergencyAccessRow>,
  ) {}

  async execute({ asked, accessId, said }: ReviewEmergencyAccess): Promise<Reviewed> {
    const { agency } = this.inbox;
    const { itemId, person, auditRefs } = (await this.rows.findOneBy({ accessId })) ?? NOBODY;
    const { person: by, unit } = asked.caller;
    const known = await loadEmergencyAccesses(agency.pool, itemId, person);
    const concerned = await isConcerned(
      agency,
      asked,
      known.find(({ used }) => used.accessId === accessId),
    );
    const outcome = await runAudited(agency, emergencyAccessDecider, {
      command: {
        type: 'ReviewEmergencyAccess',
        data: { ...said, accessId, by, unit, at: agency.clock.now().toISOString() },
        isConcerned: concerned,
      },
      streamId: emergencyAccessStream(itemId, person),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: 'ReviewEmergencyAccess',
        subjects: auditRefs,
        item: { id: accessId, product: EMERGENCY_ACCESS },
        fields: Object.keys(said).sort(),
      }),
    });
    const { state, promise } = outcome;
    const access = state.find(({ used }) => used.accessId === accessId) ?? null;
    if (outcome.outcome === 'refused') return { refusal: outcome.refusal as ReviewRefusal, access, promise };
    if (access?.verdict === 'UNJUSTIFIED') agency.alarm('EMERGENCY_ACCESS_UNJUSTIFIED', {});
    return { refusal: null, access, promise };
  }
}
