import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsString, Length, Matches, ValidateNested } from 'class-validator';
import type { Channel } from './duty-rota.events.ts';

/** RFC 3339, the zone included. */
const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const PERSON = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const anInstant = { message: 'must be an instant with its zone, such as 2027-01-31T12:00:00Z' };

export class ContactBody {
  @ApiProperty({ enum: ['email', 'pager'] })
  @IsIn(['email', 'pager'])
  channel: Channel;

  @ApiProperty({ maxLength: 254, description: 'an e-mail address, or the name the pager service knows' })
  @IsString()
  @Length(1, 254)
  address: string;
}

export class OnCallBody {
  @ApiProperty({ example: 'po-dana', description: 'as the identity provider names the person' })
  @Matches(PERSON)
  person: string;

  @ApiProperty({ type: [ContactBody], description: 'at most one of each kind' })
  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => ContactBody)
  contacts: ContactBody[];
}

export class LinePostBody extends OnCallBody {
  @ApiProperty({ example: 'head of the desk', maxLength: 100 })
  @IsString()
  @Length(1, 100)
  post: string;
}

class HolderAndDeputies {
  @ApiProperty({ type: OnCallBody })
  @ValidateNested()
  @Type(() => OnCallBody)
  holder: OnCallBody;

  @ApiProperty({ type: [OnCallBody], description: 'called when the holder does not answer in a quarter of the time' })
  @IsArray()
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  @Type(() => OnCallBody)
  deputies: OnCallBody[];

  @ApiProperty({ format: 'date-time' })
  @Matches(INSTANT, anInstant)
  from: string;
}

export class PlanDutyBody extends HolderAndDeputies {
  @ApiProperty({ format: 'date-time', description: 'the next duty begins here' })
  @Matches(INSTANT, anInstant)
  until: string;
}

export class HandOverBody extends HolderAndDeputies {}

export class LineAboveBody {
  @ApiProperty({ type: [LinePostBody], description: 'from the first above the duty upwards' })
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => LinePostBody)
  posts: LinePostBody[];
}

export class DutyAnswer {
  @ApiProperty({ format: 'uuid' })
  dutyId: string;
}

export class LineAboveAnswer {
  @ApiProperty({ description: 'how many posts the line has' })
  posts: number;
}

export class PlannedDuty extends PlanDutyBody {
  @ApiProperty({ format: 'uuid' })
  dutyId: string;
}

export class DutyRotaAnswer {
  @ApiProperty()
  unit: string;

  @ApiProperty({ description: 'whether somebody is on duty at this moment' })
  covered: boolean;

  @ApiProperty({ format: 'date-time', nullable: true, type: String, description: 'until when somebody is' })
  coveredUntil: string | null;

  @ApiProperty({ type: [PlannedDuty], description: 'the running duty and those to come' })
  duties: PlannedDuty[];

  @ApiProperty({ type: [LinePostBody] })
  line: LinePostBody[];
}
