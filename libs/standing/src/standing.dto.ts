import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class StandingRunRow {
  @ApiProperty({ format: 'uuid' })
  runId: string;

  @ApiProperty({ description: 'of the policy bundle it began with' })
  bundleVersion: number;

  @ApiProperty({ type: [String], description: 'whose rules changed; `*` for those that hold for every instrument' })
  instruments: string[];

  @ApiProperty({
    enum: ['running', 'complete', 'overtaken'],
    description: '`overtaken`: by a newer change, whose run does it all',
  })
  state: 'running' | 'complete' | 'overtaken';

  @ApiProperty({ description: 'disclosures that stood when it began, each of one item to one recipient' })
  permissions: number;

  @ApiProperty({ description: 'of these, gone through so far' })
  decided: number;

  @ApiProperty({ description: 'of these, answered otherwise than before' })
  changed: number;

  @ApiProperty({ description: 'of these, erased since, or not to be decided' })
  undecided: number;

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  endedAt: string | null;
}

export class OwedRow {
  @ApiProperty({ description: 'a party, or `<party>/<post>` for a post of the own people' })
  recipient: string;

  @ApiProperty({
    enum: ['return-or-erase', 'erase-fields', 'keep-unused', 'keep'],
    description: '`keep`: it stays, and nothing more comes until the suspension ends',
  })
  owed: string;

  @ApiProperty()
  disclosures: number;
}

export class StandingDecisionsAnswer {
  @ApiProperty({ type: [StandingRunRow], description: 'the youngest first, at most twenty' })
  runs: StandingRunRow[];

  @ApiProperty({ type: [OwedRow], description: 'as decided last, for all that does not stand whole' })
  owed: OwedRow[];
}

export class ChangedDisclosuresQuery extends PageQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  recipient?: string;
}

export class ChangedDisclosureRow {
  @ApiProperty()
  itemId: string;

  @ApiProperty()
  product: string;

  @ApiProperty()
  recipient: string;

  @ApiProperty({ enum: ['ended', 'narrowed'] })
  answer: string;

  @ApiProperty({ example: 'MOU_EXPIRED' })
  reason: string;

  @ApiProperty({ enum: ['return-or-erase', 'erase-fields', 'keep-unused', 'keep'] })
  owed: string;

  @ApiProperty({ type: [String], description: 'names of what may not be there any more' })
  fields: string[];

  @ApiProperty()
  bundleVersion: number;

  @ApiProperty({ format: 'date-time' })
  since: string;
}

export class ChangedDisclosuresAnswer {
  @ApiProperty({ type: [ChangedDisclosureRow] })
  items: ChangedDisclosureRow[];

  @ApiProperty({ nullable: true, type: String, description: 'cursor of the next page' })
  next: string | null;
}
