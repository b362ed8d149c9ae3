// What a preview answers: for everybody an alert could be for, what he would see, what stays, and why.
import { ApiProperty } from '@nestjs/swagger';

export class ShownFieldAnswer {
  @ApiProperty({ example: 'subjects[0].name' })
  path: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'exactly what would be shown' })
  value: unknown;
}

export class AudienceAnswer {
  @ApiProperty({ example: 'kz-police' })
  party: string;

  @ApiProperty({ description: 'people of this service, by role: nothing crosses to another agency' })
  own: boolean;

  @ApiProperty({ type: [String], example: ['police-liaison'], description: 'who may open it there' })
  roles: string[];

  @ApiProperty({ description: 'false where nobody works there yet: it would be held, never dropped' })
  reachable: boolean;

  @ApiProperty({ example: 'PERMIT_REDACTED' })
  effect: string;

  @ApiProperty({ example: 'CONTRACT_MATCH' })
  reason: string;

  @ApiProperty({ type: [String] })
  reasons: string[];

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ type: [String], example: ['kz-prisons-police@1'] })
  agreements: string[];

  @ApiProperty({ type: [ShownFieldAnswer] })
  fields: ShownFieldAnswer[];

  @ApiProperty({ type: [String], description: 'paths that would be shown' })
  disclosed: string[];

  @ApiProperty({ type: [String], description: 'paths that would stay' })
  withheld: string[];
}

export class PostAnswer {
  @ApiProperty({ example: 'police-duty-officer' })
  post: string;

  @ApiProperty({ example: 'police duty officer, at any hour' })
  says: string;

  @ApiProperty({ type: String, nullable: true, description: 'what has to be so before he is one' })
  when: string | null;

  @ApiProperty({ type: String, nullable: true })
  party: string | null;

  @ApiProperty({ enum: ['reached', 'refused', 'not-reachable'] })
  outcome: 'reached' | 'refused' | 'not-reachable';

  @ApiProperty({ type: String, nullable: true, example: 'NO_SERVICE' })
  why: string | null;
}

export class PreviewAnswer {
  @ApiProperty({ description: 'opaque; raising names it' })
  preview: string;

  @ApiProperty({ type: [AudienceAnswer] })
  recipients: AudienceAnswer[];

  @ApiProperty({ type: [PostAnswer], description: 'every post this type of alert is for' })
  posts: PostAnswer[];
}
