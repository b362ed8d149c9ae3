// Breaking the glass: the declaration is looked at before any item, the instrument of vital interest decides, and the access stands in
// the store, with its review asked for and the originator's notice on its way, before a field is shown.
import { loadDutyRota } from '@gatehouse/escalation';
import { TerminalFault } from '@gatehouse/service-kit/faults';
import { readerFacts } from '@gatehouse/personnel';
import {
  considerEmergency,
  openItem,
  permits,
  runAudited,
  type Answer,
  type Asked,
  type Considered,
  type HeldItem,
} from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsNull, type Repository } from 'typeorm';
import { EMERGENCY_ROWS, INBOX, type Inbox } from '../inbox.ts';
import { loadReceivedItem } from '../received-item/load-received-item.ts';
import { justificationOf, unfitDeclaration, type DeclaredEmergency } from './declared-emergency.ts';
import { emergencyAccessDecider, openAt, type EmergencyAccess, type UseRefusal } from './emergency-access.decider.ts';
import type { EmergencyAccessRow } from './emergency-access.entity.ts';
import { emergencyAccessStream, type EmergencyAccessUsed } from './emergency-access.events.ts';
import { emergencyTerms } from './emergency-terms.ts';
import { MOST_UNREVIEWED, refuseTooMany, TOO_MANY_UNREVIEWED } from './most-unreviewed.ts';
import { recordRefused } from './record-refused.ts';

export const BREAK_GLASS = 'break-glass';

export type UseEmergencyRefusal = UseRefusal | typeof TOO_MANY_UNREVIEWED;

export interface EmergencyOpened {
  refusal: UseEmergencyRefusal | null;
  /** what policy said, and the fields; null where the refusal came before it */
  answer: Answer<unknown> | null;
  held: HeldItem | null;
  access: EmergencyAccess | null;
  promise: string;
}

export class UseEmergencyAccess extends Command<EmergencyOpened> {
  constructor(
    readonly asked: Asked,
    readonly itemId: string,
    readonly declared: DeclaredEmergency,
  ) {
    super();
  }
}

@CommandHandler(UseEmergencyAccess)
export class UseEmergencyAccessHandler implements ICommandHandler<UseEmergencyAccess> {
  constructor(
    @Inject(INBOX) private readonly inbox: Inbox,
    @Inject(EMERGENCY_ROWS) private readonly rows: Repository<EmergencyAccessRow>,
  ) {}

  async execute({ asked, itemId, declared }: UseEmergencyAccess): Promise<EmergencyOpened> {
    const { agency } = this.inbox;
    const { person } = asked.caller;
    const at = agency.clock.now().toISOString();
    const { held } = await loadReceivedItem(agency.pool, itemId, person);
    const facts = await readerFacts(agency.pool, person);
    const unfit = unfitDeclaration(declared, at) ?? (await this.#tooMany(itemId, person));
    // Before the item is decided about, so that the answer is the same for an id behind which there is none.
    if (unfit) return this.#refused(asked, itemId, unfit);
    const considered = considerEmergency(agency, asked, facts, held, justificationOf(declared));
    if (!held || !permits(considered.decision)) {
      agency.alarm('EMERGENCY_ACCESS_REFUSED', {});
      return this.#shown(asked, itemId, considered, null);
    }
    const used = await this.#use(asked, held, declared, considered.decision, at).catch(asTooMany);
    if (used === TOO_MANY_UNREVIEWED) return this.#refused(asked, itemId, used);
    if ('refusal' in used)
      return { refusal: used.refusal, answer: null, held: null, access: null, promise: used.promise };
    return this.#shown(asked, itemId, considered, used.access);
  }

  /** What the list of accesses shows, before the item is decided about. An item he has opened so before is his own stream's to refuse. */
  async #tooMany(itemId: string, person: string): Promise<typeof TOO_MANY_UNREVIEWED | null> {
    const open = await this.rows.find({ where: { person, verdict: IsNull() }, take: 50 });
    return open.length >= MOST_UNREVIEWED && !open.some((row) => row.itemId === itemId) ? TOO_MANY_UNREVIEWED : null;
  }

  async #refused(asked: Asked, itemId: string, refusal: UseEmergencyRefusal): Promise<EmergencyOpened> {
    const { agency } = this.inbox;
    if (refusal === TOO_MANY_UNREVIEWED) agency.alarm('EMERGENCY_ACCESS_REPEATED', {});
    const promise = await recordRefused(agency, asked, { itemId, event: 'command-refused', reason: refusal });
    return { refusal, answer: null, held: null, access: null, promise };
  }

  async #use(
    asked: Asked,
    { envelope }: HeldItem,
    declared: DeclaredEmergency,
    { obligations, agreements }: Considered['decision'],
    at: string,
  ): Promise<{ access: EmergencyAccess | null } | { refusal: UseRefusal; promise: string }> {
    const { agency } = this.inbox;
    const { person, unit } = asked.caller;
    const { itemId, product, originator, subjects } = envelope;
    const { timeboxHours, reviewHours, noticeWithin, reviewers } = emergencyTerms(obligations);
    const rota = await loadDutyRota(agency.pool, unit);
    const line = rota.line.map((post) => post.person);
    const data: EmergencyAccessUsed['data'] = {
      accessId: agency.newId(),
      itemId,
      person,
      at,
      product,
      originator,
      unit,
      supervisedBy: line.length > 0 ? unit : null,
      line,
      declared,
      subjects,
      agreements,
      until: after(at, timeboxHours),
      reviewBy: after(at, reviewHours),
      noticeWithin,
      reviewers,
    };
    const outcome = await runAudited(
      agency,
      emergencyAccessDecider,
      {
        command: { type: 'UseEmergencyAccess', data },
        streamId: emergencyAccessStream(itemId, person),
        asked,
        audit: () => ({
          operation: 'consultation',
          action: 'UseEmergencyAccess',
          subjects: subjects.map(({ auditRef }) => auditRef),
          item: { id: itemId, product },
          fields: Object.keys(declared).sort(),
          agreements,
          emergency: true,
        }),
      },
      (client) => refuseTooMany(client, itemId, person),
    );
    if (outcome.outcome === 'refused') return { refusal: outcome.refusal as UseRefusal, promise: outcome.promise };
    if (outcome.events.length > 0) agency.alarm('EMERGENCY_ACCESS_USED', {});
    return { access: openAt(outcome.state, at) ?? null };
  }

  /** Nothing of it is shown before its own row stands, whatever was decided. */
  async #shown(
    asked: Asked,
    itemId: string,
    considered: Considered,
    access: EmergencyAccess | null,
  ): Promise<EmergencyOpened> {
    const answer = await openItem(this.inbox.agency, asked, itemId, considered, BREAK_GLASS);
    return { refusal: null, answer, held: considered.held, access, promise: answer.promise };
  }
}

/** The transaction in which it was too many is undone; the refusal has a record of its own. */
const asTooMany = (fault: unknown): typeof TOO_MANY_UNREVIEWED => {
  if (fault instanceof TerminalFault && fault.code === TOO_MANY_UNREVIEWED) return TOO_MANY_UNREVIEWED;
  throw fault;
};

const HOUR_MS = 3_600_000;
const after = (at: string, hours: number): string => new Date(Date.parse(at) + hours * HOUR_MS).toISOString();
