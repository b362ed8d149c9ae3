// Carries an attestation from its route to the decider, with the audit row in the same transaction.
import { auditReferences, runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { subjectDecider, type SubjectRefusal } from './subject.decider.ts';
import { subjectStream, type SubjectStatusAttested } from './subject.events.ts';

export interface AttestedOutcome {
  refusal: SubjectRefusal | null;
  promise: string;
}

export class AttestSubjectStatus extends Command<AttestedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly status: Omit<SubjectStatusAttested['data'], 'by' | 'at'>,
  ) {
    super();
  }
}

@CommandHandler(AttestSubjectStatus)
export class AttestSubjectStatusHandler implements ICommandHandler<AttestSubjectStatus> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, status }: AttestSubjectStatus): Promise<AttestedOutcome> {
    const data = { ...status, by: asked.caller.person, at: this.agency.clock.now().toISOString() };
    const outcome = await runAudited(this.agency, subjectDecider, {
      command: { type: 'AttestSubjectStatus', data },
      streamId: subjectStream(status.subjectId),
      asked,
      audit: () => ({
        operation: 'alteration',
        action: 'AttestSubjectStatus',
        subjects: auditReferences(this.agency, [status.subjectId]),
        item: null,
        fields: Object.keys(status)
          .filter((field) => field !== 'subjectId')
          .sort(),
      }),
    });
    return { refusal: outcome.outcome === 'refused' ? outcome.refusal : null, promise: outcome.promise };
  }
}
