// What the report's commands answer.
import { ApiProperty } from '@nestjs/swagger';

export class ReportAnswer {
  @ApiProperty({ example: 'IR-2026-9F2C4E71A0B3' })
  reportUrn: string;

  @ApiProperty({ enum: ['evaluated', 'sanitised', 'approved', 'withdrawn'] })
  status: string;
}

export class EvaluatedAnswer extends ReportAnswer {
  @ApiProperty({ format: 'uuid', description: 'under which the ledger knows it' })
  itemId: string;
}

export class NoticeAnswer extends ReportAnswer {
  @ApiProperty({ type: [String], description: 'items that rest on the report: alerts, and reports made from it' })
  derivedItems: string[];

  @ApiProperty({ type: [String], description: 'the parties that hold the report and are told' })
  holders: string[];
}

export class ReportRecipient {
  @ApiProperty({ example: 'kz-police' })
  party: string;

  @ApiProperty({ description: "the service's own people" })
  own: boolean;

  @ApiProperty()
  reason: string;

  @ApiProperty({ type: [String] })
  obligations: string[];
}

export class DisseminationAnswer extends ReportAnswer {
  @ApiProperty({ type: [ReportRecipient], description: 'who is sent it' })
  recipients: ReportRecipient[];

  @ApiProperty({ type: [ReportRecipient], description: 'for whom it waits: what is held leaves by itself when it may' })
  waiting: ReportRecipient[];

  @ApiProperty({ type: [ReportRecipient], description: 'who has no service here yet; it is held for them' })
  notReachable: ReportRecipient[];

  @ApiProperty({ type: [ReportRecipient] })
  refused: ReportRecipient[];
}

export class ReportPreviewRecipient {
  @ApiProperty()
  party: string;

  @ApiProperty()
  own: boolean;

  @ApiProperty({ type: [String] })
  roles: string[];

  @ApiProperty()
  reachable: boolean;

  @ApiProperty()
  effect: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ type: [String] })
  reasons: string[];

  @ApiProperty({ type: [String] })
  obligations: string[];

  @ApiProperty({ type: [String] })
  agreements: string[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'exactly what would leave' })
  content: unknown;

  @ApiProperty({ type: [String] })
  disclosed: string[];

  @ApiProperty({ type: [String], description: 'what would stay' })
  withheld: string[];
}

export class ReportPreviewAnswer {
  @ApiProperty({ description: 'opaque; dissemination names it' })
  preview: string;

  @ApiProperty({ type: [ReportPreviewRecipient] })
  recipients: ReportPreviewRecipient[];
}
