// Approving, and sharing what a preview showed: publishing names the preview it confirms.
import { notIndependent } from '@gatehouse/personnel';
import { confirmPreview, runAudited, type Agency, type Asked, type Looking } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { loadPoliceIntelligence } from './load-police-intelligence.ts';
import { outgoingOf, POLICE_INTELLIGENCE } from './police-intelligence-product.ts';
import {
  policeIntelligenceDecider,
  type PoliceIntelligence,
  type PoliceIntelligenceCommand,
  type PoliceIntelligenceRefusal,
  type PreviewRefusal,
} from './police-intelligence.decider.ts';
import { policeIntelligenceStream } from './police-intelligence.events.ts';

export interface SharedOutcome {
  refusal: PoliceIntelligenceRefusal | null;
  /** who is sent it */
  recipients: string[];
  promise: string;
}

export class ApprovePoliceIntelligence extends Command<SharedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
  ) {
    super();
  }
}

export class SharePoliceIntelligence extends Command<SharedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly preview: string,
  ) {
    super();
  }
}

@CommandHandler(ApprovePoliceIntelligence)
export class ApprovePoliceIntelligenceHandler implements ICommandHandler<ApprovePoliceIntelligence> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, itemId }: ApprovePoliceIntelligence): Promise<SharedOutcome> {
    const state = await loadPoliceIntelligence(this.agency.pool, itemId);
    const report = state.status === 'none' ? null : state.report;
    const independence = await notIndependent(this.agency, asked, {
      act: 'ApprovePoliceIntelligence',
      makers: [report?.by ?? null],
      about: (report?.subjects ?? []).flatMap(({ ref, knownAs }) => (knownAs === null ? [ref] : [ref, knownAs])),
    });
    const data = dataOf(this.agency, asked, itemId);
    const command = { type: 'ApprovePoliceIntelligence' as const, data, notIndependent: independence };
    return { ...(await run(this.agency, asked, command)), recipients: [] };
  }
}

@CommandHandler(SharePoliceIntelligence)
export class SharePoliceIntelligenceHandler implements ICommandHandler<SharePoliceIntelligence> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, itemId, preview: named }: SharePoliceIntelligence): Promise<SharedOutcome> {
    const { preview, recipients } = await this.#confirmed(asked, itemId, named);
    const data = dataOf(this.agency, asked, itemId);
    const outcome = await run(this.agency, asked, { type: 'SharePoliceIntelligence', data, preview });
    return { ...outcome, recipients: outcome.refusal ? [] : recipients };
  }

  async #confirmed(
    asked: Asked,
    itemId: string,
    named: string,
  ): Promise<{ preview: 'confirmed' | PreviewRefusal; recipients: string[] }> {
    const state = await loadPoliceIntelligence(this.agency.pool, itemId);
    // The decider says what is wrong with a report that is not there; one that waits for approval has no preview to confirm.
    if (state.status === 'none') return { preview: 'preview-unknown', recipients: [] };
    const outgoing = outgoingOf(state.report, asked.purpose, asked.caseRef);
    const { outcome, now } = await confirmPreview(this.agency, outgoing, sharing(asked, itemId), named);
    const recipients = now.recipients.filter(({ effect }) => effect.startsWith('PERMIT')).map(({ party }) => party);
    if (outcome === 'confirmed' && recipients.length === 0) return { preview: 'nobody-may-receive-it', recipients };
    return { preview: outcome, recipients };
  }
}

/** A look at sharing a report: nothing is said to it. */
export const sharing = ({ caller: { person } }: Asked, itemId: string): Looking => ({
  person,
  act: 'SharePoliceIntelligence',
  on: itemId,
  said: {},
});

type Shared = Exclude<PoliceIntelligenceCommand, { type: 'RecordPoliceIntelligence' }>;

const dataOf = (agency: Agency, asked: Asked, itemId: string) => ({
  itemId,
  by: asked.caller.person,
  at: agency.clock.now().toISOString(),
});

const run = async (agency: Agency, asked: Asked, command: Shared): Promise<Omit<SharedOutcome, 'recipients'>> => {
  const { itemId } = command.data;
  const outcome = await runAudited(agency, policeIntelligenceDecider, {
    command,
    streamId: policeIntelligenceStream(itemId),
    asked,
    audit: (state) => ({
      operation: 'alteration',
      action: command.type,
      subjects: subjectsOf(state),
      item: { id: itemId, product: POLICE_INTELLIGENCE },
      fields: [],
    }),
  });
  return { refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
};

const subjectsOf = (state: PoliceIntelligence): string[] =>
  state.status === 'none' ? [] : state.report.subjects.map(({ auditRef }) => auditRef);
