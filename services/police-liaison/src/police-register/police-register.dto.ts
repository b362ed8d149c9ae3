import { PageQuery } from '@gatehouse/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { STATUSES } from './police-register.entity.ts';

const PRIORITIES = ['ROUTINE', 'PRIORITY', 'IMMEDIATE'] as const;

/** What narrows the register. */
export class PoliceRegisterQuery extends PageQuery {
  @ApiProperty({ required: false, enum: STATUSES, description: 'recorded: waits for the approval of somebody else' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  @ApiProperty({ required: false, enum: PRIORITIES })
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: (typeof PRIORITIES)[number];

  @ApiProperty({ required: false, description: 'reference of a person it is about: the own one, or the one disclosed' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  subject?: string;

  @ApiProperty({ required: false, description: 'the person who recorded it' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  recordedBy?: string;

  @ApiProperty({ required: false, enum: ['due', 'overdue'], description: 'its review, by the clock of this service' })
  @IsOptional()
  @IsIn(['due', 'overdue'])
  review?: 'due' | 'overdue';
}

export class PoliceRegisterRow {
  @ApiProperty({ example: 'PI-2026-9F2C4E71A0B3' })
  reportUrn: string;

  @ApiProperty({ format: 'uuid' })
  itemId: string;

  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];

  @ApiProperty({ enum: PRIORITIES })
  priority: (typeof PRIORITIES)[number];

  @ApiProperty({ format: 'date' })
  reviewBy: string;

  @ApiProperty()
  recordedBy: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt: string;

  @ApiProperty({ nullable: true, type: String })
  approvedBy: string | null;

  @ApiProperty({ format: 'date-time', nullable: true, type: String })
  sharedAt: string | null;
}

export class PoliceRegisterPage {
  @ApiProperty({ type: [PoliceRegisterRow] })
  items: PoliceRegisterRow[];

  @ApiProperty({ nullable: true, type: String, description: 'for the next page; null when this is the last' })
  next: string | null;
}
