import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

export class ParkedMessageRow {
  @ApiProperty({ format: 'uuid' })
  parkedId: string;

  @ApiProperty({ description: 'the lane it came by' })
  topic: string;

  @ApiProperty({ description: 'the party whose lane that is' })
  sender: string;

  @ApiProperty({ example: 'unknown-signer', description: 'why it was not accepted when it was last tried' })
  code: string;

  @ApiProperty({ format: 'date-time' })
  parkedAt: string;

  @ApiProperty({ description: 'somebody asked for another try, which has not ended' })
  trying: boolean;

  @ApiProperty({ description: 'messages that wait because they come after it' })
  waitingBehind: number;
}

export class ParkedMessagesAnswer {
  @ApiProperty({ type: [ParkedMessageRow], description: 'the oldest first, at most a hundred' })
  items: ParkedMessageRow[];

  @ApiProperty({ description: 'there are more than these' })
  more: boolean;
}

export class DismissalBody {
  @ApiProperty({ minLength: 10, maxLength: 500, description: 'why it may be left: it is kept, with your name' })
  @IsString()
  @Length(10, 500)
  reason: string;
}

export class ParkedMessageStatus {
  @ApiProperty({ format: 'uuid' })
  parkedId: string;

  @ApiProperty({ enum: ['trying', 'dismissed'] })
  status: 'trying' | 'dismissed';
}
