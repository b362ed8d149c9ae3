import { CorrectionsAnswer, LevelAnswer } from '@gatehouse/liaison';
import { ApiProperty } from '@nestjs/swagger';

class ReportedAnswer {
  @ApiProperty({ description: 'that reports on its own releases' })
  party: string;

  @ApiProperty({ format: 'date' })
  from: string;

  @ApiProperty({ format: 'date' })
  to: string;

  @ApiProperty({ type: [LevelAnswer] })
  acknowledged: LevelAnswer[];

  @ApiProperty({ type: [CorrectionsAnswer] })
  corrections: CorrectionsAnswer[];

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'of what was due, acknowledged in time; null: nothing was',
  })
  keptPercent: number | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'whether that is what clause 21 asks; null: it asks nothing',
  })
  isKept: boolean | null;
}

class DisputeCounts {
  @ApiProperty()
  open: number;

  @ApiProperty()
  withSecretary: number;

  @ApiProperty()
  settled: number;
}

class EscalationCounts {
  @ApiProperty()
  open: number;

  @ApiProperty()
  late: number;
}

class ObligationCounts {
  @ApiProperty()
  owed: number;

  @ApiProperty()
  late: number;

  @ApiProperty()
  done: number;

  @ApiProperty()
  doneLate: number;
}

class BreachCounts {
  @ApiProperty({ description: 'notice is still owed to somebody' })
  open: number;

  @ApiProperty({ description: 'the clock ran out before all were told' })
  late: number;

  @ApiProperty()
  told: number;
}

export class PerformanceAnswer {
  @ApiProperty()
  instrumentId: string;

  @ApiProperty({ type: Number, nullable: true, description: 'of acknowledgements in time, as clause 21 says' })
  askedPercent: number | null;

  @ApiProperty({ type: [ReportedAnswer], description: 'the newest first' })
  reports: ReportedAnswer[];

  @ApiProperty({ type: DisputeCounts })
  disputes: DisputeCounts;

  @ApiProperty({ type: EscalationCounts })
  escalations: EscalationCounts;

  @ApiProperty({ type: ObligationCounts, description: 'until today' })
  obligations: ObligationCounts;

  @ApiProperty({ type: BreachCounts })
  breaches: BreachCounts;
}
