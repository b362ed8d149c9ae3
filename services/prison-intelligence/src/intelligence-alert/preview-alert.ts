// What raising would do, shown field by field; nothing is created.
import { auditReferences, recordOwnRead, type Agency, type Asked } from '@gatehouse/sharing';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AGENCY } from '../agency.ts';
import { alertItem } from './alert-product.ts';
import { previewed, type Previewed } from './audience.ts';
import { groundsOf } from './grounds.ts';
import { recordOf, type RaiseRefusal } from './raise-rules.ts';
import { wantedBy, type FromBody } from './wanted.ts';

export type PreviewOutcome = { promise: string } & ({ shown: Previewed } | { refusal: RaiseRefusal });

export class PreviewAlert extends Query<PreviewOutcome> {
  constructor(
    readonly asked: Asked,
    readonly alert: FromBody,
  ) {
    super();
  }
}

@QueryHandler(PreviewAlert)
export class PreviewAlertHandler implements IQueryHandler<PreviewAlert> {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  async execute({ asked, alert }: PreviewAlert): Promise<PreviewOutcome> {
    const alertId = this.agency.newId();
    const wanted = wantedBy(this.agency, asked, alert, alertId);
    const record = recordOf(wanted, await groundsOf(this.agency, wanted));
    if (typeof record === 'string') return { refusal: record, promise: await this.#recorded(asked, [], []) };
    const shown = await previewed(this.agency, alertItem(record, alertId, asked));
    const fields = Object.keys(alert).sort();
    const promise = await this.#recorded(
      asked,
      record.subjects.map(({ subjectId }) => subjectId),
      fields,
    );
    return { shown, promise };
  }

  #recorded(asked: Asked, subjectIds: string[], fields: string[]): Promise<string> {
    const subjects = auditReferences(this.agency, subjectIds);
    return recordOwnRead(this.agency, asked, { action: 'PreviewIntelligenceAlert', item: null, subjects, fields });
  }
}
