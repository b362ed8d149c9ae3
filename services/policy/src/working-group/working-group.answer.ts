// A working group as its parties, its secretary and oversight see it.
import { ApiProperty } from '@nestjs/swagger';
import type { Matter } from './working-group.events.ts';
import type { Constituted } from './working-group.state.ts';

class MemberAnswer {
  @ApiProperty()
  party: string;

  @ApiProperty()
  person: string;

  @ApiProperty()
  post: string;
}

class HeldAnswer {
  @ApiProperty({ type: [String] })
  present: string[];

  @ApiProperty({ description: 'SHA-256, base64url' })
  minutes: string;
}

class MeetingAnswer {
  @ApiProperty({ format: 'uuid' })
  meetingId: string;

  @ApiProperty({ format: 'date-time' })
  begins: string;

  @ApiProperty({ type: [String] })
  agenda: string[];

  @ApiProperty({ type: HeldAnswer, nullable: true })
  held: HeldAnswer | null;
}

class VoteAnswer {
  @ApiProperty()
  party: string;

  @ApiProperty({ enum: ['FOR', 'AGAINST', 'ABSTAINS'] })
  vote: string;
}

class GroupDecisionAnswer {
  @ApiProperty({ format: 'uuid' })
  decisionId: string;

  @ApiProperty()
  question: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  disputeId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'what else rests on it: TERMINATION, the end of the instrument',
  })
  about: Matter | null;

  @ApiProperty({ type: [VoteAnswer] })
  votes: VoteAnswer[];

  @ApiProperty({ enum: ['ADOPTED', 'REJECTED'], nullable: true, description: 'null until every party has voted' })
  outcome: string | null;
}

class DisputeAnswer {
  @ApiProperty({ format: 'uuid' })
  disputeId: string;

  @ApiProperty({ description: 'that opened it' })
  party: string;

  @ApiProperty()
  clause: number;

  @ApiProperty()
  question: string;

  @ApiProperty({ format: 'date' })
  due: string;

  @ApiProperty({ enum: ['OPEN', 'WITH_SECRETARY', 'SETTLED'] })
  state: string;

  @ApiProperty({ enum: ['STRICTEST', 'AS_DECIDED'], description: 'which reading holds' })
  holds: string;
}

class EscalationAnswer {
  @ApiProperty({ format: 'uuid' })
  escalationId: string;

  @ApiProperty({ enum: ['WORKING_GROUP', 'SECRETARY', 'HEADS_OF_PARTIES'] })
  level: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ format: 'date' })
  due: string;

  @ApiProperty({ enum: ['IN_TIME', 'LATE'], nullable: true })
  answered: string | null;

  @ApiProperty({ description: 'its day passed without an answer' })
  leftOpen: boolean;
}

export class WorkingGroupAnswer {
  @ApiProperty()
  instrumentId: string;

  @ApiProperty({ type: [MemberAnswer] })
  members: MemberAnswer[];

  @ApiProperty({ type: [MeetingAnswer] })
  meetings: MeetingAnswer[];

  @ApiProperty({ type: [GroupDecisionAnswer] })
  decisions: GroupDecisionAnswer[];

  @ApiProperty({ type: [DisputeAnswer] })
  disputes: DisputeAnswer[];

  @ApiProperty({ type: [EscalationAnswer] })
  escalations: EscalationAnswer[];
}

export const answerOf = ({ status: _status, ...group }: Constituted): WorkingGroupAnswer => group;
