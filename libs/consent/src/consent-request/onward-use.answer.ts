// What was done with an item under the consent of its originator, as the originator is shown it.
import type { OnwardUse } from '@gatehouse/sharing';
import { ApiProperty } from '@nestjs/swagger';

export class OnwardUseAnswer implements OnwardUse {
  @ApiProperty({ format: 'uuid' })
  useId: string;

  @ApiProperty({ format: 'uuid', description: 'the request under whose consent' })
  requestId: string;

  @ApiProperty({ example: 'PASS_ON' })
  use: string;

  @ApiProperty({ type: String, nullable: true, description: 'to whom it was passed on' })
  passedTo: string | null;

  @ApiProperty({ type: [String], description: 'the fields that were given out' })
  fields: string[];

  @ApiProperty()
  by: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}
