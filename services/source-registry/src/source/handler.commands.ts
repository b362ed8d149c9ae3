// What a source's own handler does: registers, meets, judges the risk, links a report. Texts are sealed before they reach
// the decider, so that no event, no refusal and no fault ever holds one.
import type { ItemKey } from '@gatehouse/crypto';
import type { Agency, Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { codeName, likeness, ownNameOf } from '../names.ts';
import { AGENCY } from '../registry.ts';
import { Vault } from '../vault.ts';
import { done, runOnSource, type Ran } from './run-on-source.ts';
import { PART, type RiskLevel, type SourceIdentity } from './source.events.ts';

export interface JudgedRisk {
  level: RiskLevel;
  reasons: string;
  /** YYYY-MM-DD */
  reviewBy: string;
}

export class RegisterSource extends Command<Ran & { sourceId: string }> {
  constructor(
    readonly asked: Asked,
    readonly identity: SourceIdentity,
    readonly risk: JudgedRisk,
  ) {
    super();
  }
}

export class RecordSourceContact extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly contact: { metAt: string; note: string },
  ) {
    super();
  }
}

export class AssessSourceRisk extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly risk: JudgedRisk,
  ) {
    super();
  }
}

export class LinkSourceReport extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
    readonly reportUrn: string,
  ) {
    super();
  }
}

export class OpenOwnSource extends Command<Ran> {
  constructor(
    readonly asked: Asked,
    readonly sourceId: string,
  ) {
    super();
  }
}

@CommandHandler(RegisterSource)
export class RegisterSourceHandler implements ICommandHandler<RegisterSource> {
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
  ) {}

  async execute({ asked, identity, risk }: RegisterSource): Promise<Ran & { sourceId: string }> {
    const { newId, keys } = this.agency;
    const sourceId = newId();
    const key = await this.vault.fresh(sourceId);
    const [assignmentId, assessmentId] = [newId(), newId()];
    const data = {
      ...done(this.agency, asked, sourceId),
      codeName: codeName(newId()),
      sealedIdentity: key.seal(PART.identity, identity),
      likeness: likeness(keys.pseudonym, identity),
      assignment: {
        assignmentId,
        handler: asked.caller.person,
        sealedName: key.seal(PART.handler(assignmentId), ownNameOf(asked)),
      },
      risk: sealedRisk(key, assessmentId, risk),
    };
    const fields = [...Object.keys(identity).map((field) => `identity.${field}`), 'risk'].sort();
    const said = { operation: 'collection' as const, fields };
    const ran = await runOnSource(this.agency, asked, { type: 'RegisterSource', data }, said);
    return { ...ran, sourceId };
  }
}

@CommandHandler(RecordSourceContact)
export class RecordSourceContactHandler implements ICommandHandler<RecordSourceContact> {
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
  ) {}

  async execute({ asked, sourceId, contact: { metAt, note } }: RecordSourceContact): Promise<Ran> {
    const key = this.vault.keyOf(sourceId);
    const contactId = this.agency.newId();
    const sealedNote = key.seal(PART.contact(contactId), note);
    const data = { ...done(this.agency, asked, sourceId), contactId, metAt, sealedNote };
    return runOnSource(
      this.agency,
      asked,
      { type: 'RecordSourceContact', data },
      { operation: 'collection', fields: ['contacts[].note'] },
    );
  }
}

@CommandHandler(AssessSourceRisk)
export class AssessSourceRiskHandler implements ICommandHandler<AssessSourceRisk> {
  constructor(
    @Inject(AGENCY) private readonly agency: Agency,
    private readonly vault: Vault,
  ) {}

  async execute({ asked, sourceId, risk }: AssessSourceRisk): Promise<Ran> {
    const key = this.vault.keyOf(sourceId);
    const data = { ...done(this.agency, asked, sourceId), risk: sealedRisk(key, this.agency.newId(), risk) };
    return runOnSource(
      this.agency,
      asked,
      { type: 'AssessSourceRisk', data },
      { operation: 'alteration', fields: ['risk'] },
    );
  }
}

@CommandHandler(LinkSourceReport)
export class LinkSourceReportHandler implements ICommandHandler<LinkSourceReport> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, sourceId, reportUrn }: LinkSourceReport): Promise<Ran> {
    const data = { ...done(this.agency, asked, sourceId), reportUrn };
    return runOnSource(
      this.agency,
      asked,
      { type: 'LinkSourceReport', data },
      { operation: 'alteration', fields: ['reports[]'] },
    );
  }
}

@CommandHandler(OpenOwnSource)
export class OpenOwnSourceHandler implements ICommandHandler<OpenOwnSource> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  execute({ asked, sourceId }: OpenOwnSource): Promise<Ran> {
    return runOnSource(
      this.agency,
      asked,
      { type: 'OpenOwnSource', data: done(this.agency, asked, sourceId) },
      { operation: 'consultation', fields: ['contacts[]', 'identity', 'reports[]', 'risk'] },
    );
  }
}

const sealedRisk = (key: ItemKey, assessmentId: string, risk: JudgedRisk) => ({
  assessmentId,
  level: risk.level,
  sealedReasons: key.seal(PART.risk(assessmentId), risk.reasons),
  reviewBy: risk.reviewBy,
});
