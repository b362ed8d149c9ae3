import type { AuditRecord } from '@gatehouse/audit-trail';
import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import type { Because } from './because.ts';
import type { ExplainedDecision, Explained } from './explain.ts';

class RecordedAct {
  @ApiProperty({ format: 'uuid' })
  recordId: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty()
  source: string;

  @ApiProperty({ description: 'as docs/audit-events.md names it' })
  event: string;

  @ApiProperty()
  action: string;

  @ApiProperty({ nullable: true, type: Object })
  item: { id: string; product: string } | null;

  @ApiProperty({ nullable: true, type: String })
  purpose: string | null;

  @ApiProperty({ nullable: true, type: Object, description: 'effect, reason and reasons as they were recorded' })
  decision: object | null;
}

class BecauseAnswer {
  @ApiProperty({ nullable: true, type: String })
  reason: string | null;

  @ApiProperty({ nullable: true, type: String })
  words: string | null;

  @ApiProperty({ nullable: true, type: String })
  rule: string | null;

  @ApiProperty({ nullable: true, type: String, description: 'what the rule cites: an article or a law' })
  cites: string | null;

  @ApiProperty({ nullable: true, type: String, description: 'instrument and version' })
  instrument: string | null;

  @ApiProperty({ nullable: true, type: Object, description: 'number, title and words of the clause' })
  clause: Because['clause'];
}

class DecisionAnswer {
  @ApiProperty({ description: 'publish, deliver, open or list; empty where it cannot be told' })
  question: string;

  @ApiProperty({ nullable: true, type: String })
  itemId: string | null;

  @ApiProperty({ description: '`made-again`, or why not: `inputs-erased`, `inputs-altered`' })
  standing: string;

  @ApiProperty({ nullable: true, type: Object, description: 'instant and bundle it was made by' })
  asOf: ExplainedDecision['asOf'];

  @ApiProperty({
    nullable: true,
    type: Object,
    description: 'made again: effect, reasons, obligations, paths, clauses',
  })
  answer: object | null;

  @ApiProperty({ type: [BecauseAnswer] })
  because: BecauseAnswer[];

  @ApiProperty({ type: [String], description: 'names of facts that are not those it was made from' })
  altered: string[];

  @ApiProperty({ type: [String], description: 'what of the answer kept is not what was decided again' })
  differences: string[];

  @ApiProperty({ nullable: true, type: Object, description: "today's answer, and what differs" })
  today: object | null;
}

export class ExplanationAnswer {
  @ApiProperty({ type: RecordedAct })
  record: RecordedAct;

  @ApiProperty({
    description: '`made-again`, or why it could not be: `inputs-erased`, `inputs-altered`, `no-policy-decision`, ...',
  })
  standing: string;

  @ApiProperty({ nullable: true, type: Boolean, description: 'whether it is what was recorded' })
  agrees: boolean | null;

  @ApiProperty({ type: [DecisionAnswer] })
  decisions: DecisionAnswer[];

  @ApiProperty({ nullable: true, type: Object, description: 'of a duty: then and today' })
  duty: Explained['duty'];

  @ApiProperty({
    type: Object,
    description: 'digests of the sources that decided then and decide now, where kept, and whether they are the same',
  })
  program: Explained['program'];

  @ApiProperty({ type: [String], description: 'the same in plain words' })
  words: string[];
}

export class DecisionsQuery {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  itemId: string;
}

class DecidedAnswer {
  @ApiProperty({ format: 'uuid', description: 'what an explanation is asked for by' })
  recordId: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty()
  event: string;

  @ApiProperty()
  action: string;

  @ApiProperty({ nullable: true, type: String, description: 'who asked; null where the service itself decided' })
  person: string | null;

  @ApiProperty({ nullable: true, type: String, description: 'the party it was decided for' })
  recipient: string | null;

  @ApiProperty({ nullable: true, type: String })
  effect: string | null;

  @ApiProperty({ nullable: true, type: String })
  reason: string | null;
}

export class DecisionsAnswer {
  @ApiProperty({ type: [DecidedAnswer] })
  decisions: DecidedAnswer[];
}

export const decidedAnswer = ({
  recordId,
  at,
  event,
  action,
  actor,
  recipient,
  decision,
}: AuditRecord): DecidedAnswer => ({
  recordId,
  at,
  event,
  action,
  person: actor.person,
  recipient: recipient ?? null,
  effect: decision?.effect ?? null,
  reason: decision?.reason ?? null,
});
