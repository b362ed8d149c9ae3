// One item as it is answered, opened or in a list.
import type { HeldItem } from '@gatehouse/sharing';
import { ApiProperty } from '@nestjs/swagger';
import { ConsentSeen } from '../consent/consent.dto.ts';
import { stateOfConsent } from '../consent/consents.ts';
import { stateOf, STATES, type ItemState, type Standing } from '../received-item/standing.ts';

export class LawAnswer {
  @ApiProperty({ example: 'kz-prisons-police@1', description: 'the instrument whose flow it allows' })
  agreement: string;

  @ApiProperty({ example: 'Law on the penal system (sample)' })
  instrument: string;

  @ApiProperty({ nullable: true, type: String, example: '12' })
  article: string | null;
}

export class ProvenanceAnswer {
  @ApiProperty({ example: 'kz-prison-service' })
  originator: string;

  @ApiProperty({
    type: [String],
    example: ['kz-prisons-police@1'],
    description: 'the instruments it was disclosed under',
  })
  agreements: string[];

  @ApiProperty({
    type: [LawAnswer],
    description: 'the law that allows it, as its originator signed; empty for what left before it was said',
  })
  law: LawAnswer[];

  @ApiProperty({ format: 'uuid' })
  disclosureId: string;

  @ApiProperty({ format: 'date-time', description: 'when it happened' })
  occurredAt: string;

  @ApiProperty({ format: 'date-time', description: 'when its originator recorded it' })
  recordedAt: string;

  @ApiProperty({ format: 'date-time', description: 'when it was decided for this agency' })
  publishedAt: string;

  @ApiProperty({ format: 'date-time' })
  receivedAt: string;
}

export class CorrectionSeen {
  @ApiProperty({ format: 'uuid', description: 'the notice, an item of its own' })
  noticeId: string;

  @ApiProperty({ example: 'GRADE' })
  what: string;

  @ApiProperty({ example: 'REPLACE' })
  effect: string;

  @ApiProperty({ type: [Number], description: 'paragraphs whose grades are new' })
  paragraphs: number[];

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class BasisChangeSeen {
  @ApiProperty({ format: 'uuid', description: 'the notice, an item of its own' })
  noticeId: string;

  @ApiProperty({ enum: ['correction', 'withdrawal'] })
  kind: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class NoticeAbout {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ enum: ['correction', 'withdrawal', 'clearance'] })
  kind: string;
}

export class InboxItemAnswer {
  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ example: 'prison-intelligence.intelligence-alert.v1' })
  product: string;

  @ApiProperty({ enum: ['ROUTINE', 'PRIORITY', 'IMMEDIATE'] })
  priority: string;

  @ApiProperty({
    enum: STATES,
    description: 'cleared: its originator said that it is over; expired: its time is over',
  })
  state: ItemState;

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'since when the alert is over' })
  clearedAt: string | null;

  @ApiProperty({
    type: NoticeAbout,
    nullable: true,
    description: 'the item that this notice corrects, withdraws or clears',
  })
  about: NoticeAbout | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'the fields disclosed to this person for this purpose, as they were last corrected',
  })
  content: unknown;

  @ApiProperty({ type: ProvenanceAnswer })
  provenance: ProvenanceAnswer;

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ format: 'date', nullable: true, type: String, description: 'the last day on which it may be kept' })
  destroyBy: string | null;

  @ApiProperty({
    format: 'date',
    nullable: true,
    type: String,
    description: 'by which its originator has to look at it again, where the agreement alone says when',
  })
  reviewDue: string | null;

  @ApiProperty({ type: [CorrectionSeen] })
  corrections: CorrectionSeen[];

  @ApiProperty({ type: [BasisChangeSeen], description: 'what it rests on and was corrected or withdrawn since' })
  basisChanges: BasisChangeSeen[];

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  acknowledgeBy: string | null;

  @ApiProperty({ nullable: true, type: String })
  acknowledgedBy: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  acknowledgedAt: string | null;

  @ApiProperty({ type: [ConsentSeen], description: "requests for its originator's consent, oldest first" })
  consents: ConsentSeen[];
}

export class InboxPage {
  @ApiProperty({ type: [InboxItemAnswer] })
  items: InboxItemAnswer[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}

/**
 * @param content what this person is shown of it
 * @param now says what is expired
 */
export const itemAnswer = (
  { envelope, provenance }: HeldItem,
  standing: Standing,
  content: unknown,
  obligations: string[],
  now: Date,
): InboxItemAnswer => ({
  itemId: envelope.itemId,
  product: envelope.product,
  priority: envelope.priority,
  state: stateOf(envelope, standing, now),
  about: envelope.about ?? null,
  content,
  provenance: {
    originator: provenance.originator,
    agreements: provenance.agreements,
    law: (envelope.basis.law ?? []).map((cited) => ({ ...cited, article: cited.article ?? null })),
    disclosureId: provenance.disclosureId,
    occurredAt: envelope.occurredAt,
    recordedAt: envelope.recordedAt,
    publishedAt: envelope.publishedAt,
    receivedAt: provenance.receivedAt,
  },
  obligations,
  destroyBy: envelope.destroyBy,
  reviewDue: envelope.reviewBy === null ? (envelope.reviewDue ?? null) : null,
  ...standing,
  consents: standing.consents.map((consent) => consentSeen(consent, now)),
});

const consentSeen = (consent: Standing['consents'][number], now: Date): ConsentSeen => {
  const { requestId, use, recipient, purpose, at, answerBy } = consent.asked;
  const { validUntil = null, conditions = [] } = consent.answer ?? {};
  const state = stateOfConsent(consent, now);
  return { requestId, use, recipient, purpose, state, askedAt: at, answerBy, validUntil, conditions };
};
