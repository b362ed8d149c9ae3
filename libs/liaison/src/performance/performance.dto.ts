import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, Matches } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class PerformanceBody {
  @ApiProperty({ example: 'kz-prisons-police' })
  @Matches(/^[a-z][a-z0-9-]{1,63}$/)
  instrumentId: string;

  @ApiProperty({ format: 'date', description: 'the first day, in UTC' })
  @IsISO8601({ strict: true })
  @Matches(DAY)
  from: string;

  @ApiProperty({ format: 'date', description: 'the last day, in UTC: it is over' })
  @IsISO8601({ strict: true })
  @Matches(DAY)
  to: string;
}

export class LevelAnswer {
  @ApiProperty()
  recipient: string;

  @ApiProperty({ description: 'acknowledged within the period of the flow' })
  inTime: number;

  @ApiProperty({ description: 'acknowledged after it' })
  late: number;

  @ApiProperty({ description: 'not acknowledged, and past it' })
  missed: number;

  @ApiProperty({ description: 'not acknowledged, and still in time' })
  waiting: number;
}

export class CorrectionsAnswer {
  @ApiProperty()
  recipient: string;

  @ApiProperty()
  open: number;

  @ApiProperty()
  overdue: number;
}

export class PerformanceReportAnswer {
  @ApiProperty({ format: 'uuid' })
  reportId: string;

  @ApiProperty()
  instrumentId: string;

  @ApiProperty({ format: 'date' })
  from: string;

  @ApiProperty({ format: 'date' })
  to: string;

  @ApiProperty({ type: [LevelAnswer] })
  acknowledged: LevelAnswer[];

  @ApiProperty({ type: [CorrectionsAnswer] })
  corrections: CorrectionsAnswer[];
}
