import { ApiProperty } from '@nestjs/swagger';

const STATES = ['WAITING', 'ACKNOWLEDGED', 'LEASE_EXPIRED'];

class ServiceCutOffAnswer {
  @ApiProperty({ example: 'police-liaison' })
  service: string;

  @ApiProperty({ enum: STATES })
  state: string;

  @ApiProperty({ description: 'it had not acknowledged ten seconds after the bundle was issued' })
  late: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: "its cut-off, by the service's clock",
  })
  appliedAt: string | null;
}

export class CutOffAnswer {
  @ApiProperty({ description: 'of the bundle that brought it' })
  bundleVersion: number;

  @ApiProperty({ type: [String], example: ['MouSuspended'] })
  steps: string[];

  @ApiProperty({ type: [String], description: 'ids of the suspensions it brought' })
  suspensions: string[];

  @ApiProperty({ format: 'date-time' })
  begunAt: string;

  @ApiProperty({ description: 'every service has acknowledged it, or its lease has expired' })
  isComplete: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: string | null;

  @ApiProperty({ format: 'date-time', description: 'when older bundles let nothing go but what never waits' })
  leaseUntil: string;

  @ApiProperty({ type: [ServiceCutOffAnswer] })
  services: ServiceCutOffAnswer[];
}

export class CutOffList {
  @ApiProperty({ type: [CutOffAnswer], description: 'the newest first' })
  cutOffs: CutOffAnswer[];
}
