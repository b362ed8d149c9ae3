// Carries a report from its route to the decider: finds whom it is about, then lets the decider say whether it stands.
import { codeLists } from '@gatehouse/contracts';
import { runAudited, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { POLICE_INTELLIGENCE } from './police-intelligence-product.ts';
import { policeIntelligenceDecider, type PoliceIntelligenceRefusal } from './police-intelligence.decider.ts';
import {
  policeIntelligenceStream,
  type PoliceParagraph,
  type PoliceReport,
  type PoliceSubject,
} from './police-intelligence.events.ts';
import { subjectOf, type GivenSubject } from './subjects.ts';

export interface RecordedOutcome {
  itemId: string;
  reportUrn: string;
  refusal: PoliceIntelligenceRefusal | null;
  promise: string;
}

export interface GivenReport extends Pick<
  PoliceReport,
  'reasonableGrounds' | 'sourceDetail' | 'priority' | 'handling' | 'reviewBy'
> {
  subjects: GivenSubject[];
  /** `names`: places among the subjects */
  paragraphs: (Omit<PoliceParagraph, 'names'> & { names: number[] })[];
}

export class RecordPoliceIntelligence extends Command<RecordedOutcome> {
  constructor(
    readonly asked: Asked,
    readonly report: GivenReport,
  ) {
    super();
  }
}

@CommandHandler(RecordPoliceIntelligence)
export class RecordPoliceIntelligenceHandler implements ICommandHandler<RecordPoliceIntelligence> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, report }: RecordPoliceIntelligence): Promise<RecordedOutcome> {
    const { agency } = this;
    const itemId = agency.newId();
    const at = agency.clock.now().toISOString();
    const reportUrn = `PI-${at.slice(0, 4)}-${itemId.replaceAll('-', '').slice(0, 12).toUpperCase()}`;
    const found: (PoliceSubject | null)[] = [];
    for (const given of report.subjects) found.push(await subjectOf(agency, asked, given));
    const subjects = found.filter((subject) => subject !== null);
    // A place where nobody stands stays one: the decider refuses it.
    const paragraphs = report.paragraphs.map((paragraph) => ({
      ...paragraph,
      names: paragraph.names.map((place) => found[place]?.ref ?? `${place}`),
    }));
    const { person: by, unit } = asked.caller;
    const data = { ...report, itemId, reportUrn, subjects, paragraphs, unit, by, at };
    const outcome = await runAudited(agency, policeIntelligenceDecider, {
      command: {
        type: 'RecordPoliceIntelligence',
        data,
        everybodyKnown: subjects.length === found.length,
        knownConditions: Object.keys(codeLists.conditions),
        scales: SCALES,
      },
      streamId: policeIntelligenceStream(itemId),
      asked,
      audit: () => ({
        operation: 'collection',
        action: 'RecordPoliceIntelligence',
        subjects: subjects.map(({ auditRef }) => auditRef),
        item: { id: itemId, product: POLICE_INTELLIGENCE },
        fields: Object.keys(report).sort(),
      }),
    });
    const refusal = outcome.outcome === 'refused' ? outcome.refusal : null;
    return { itemId, reportUrn, refusal, promise: outcome.promise };
  }
}

const SCALES = Object.fromEntries(
  Object.entries(codeLists.gradingScales).map(([scale, { source, information }]) => [
    scale,
    { source: Object.keys(source), information: Object.keys(information) },
  ]),
);
