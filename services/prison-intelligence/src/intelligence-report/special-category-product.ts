// Fields of a special category as the report's product holds them, and the fact by which a decision lets them leave: pure.
import type { IntelligenceReportV1 } from '@gatehouse/contracts';
import type { Outgoing } from '@gatehouse/sharing';
import type { DisseminatedSpecial, SpecialField } from './special-category.events.ts';

/** The owner's whole record; what of it leaves is policy's business. */
export const specialPayload = ({
  fields,
  approved,
}: DisseminatedSpecial): Pick<IntelligenceReportV1, 'specialCategory' | 'specialCategoryNecessity'> => ({
  specialCategory: Object.fromEntries(fields.map(({ field, says }) => [nameOf(field), says])),
  specialCategoryNecessity: fields.map(({ field, necessity }) => ({
    field,
    necessity,
    ...(approved && { approvedBy: approved.by }),
  })),
});

const nameOf = (field: SpecialField): string => field.slice('specialCategory.'.length);

/** What publication and delivery are decided with; nothing where nobody has approved it. */
export const necessityOf = ({ fields, approved }: DisseminatedSpecial): Pick<Outgoing, 'necessity'> =>
  approved === null
    ? {}
    : {
        necessity: {
          text: fields.map(({ ground, necessity }) => `${ground}: ${necessity}`).join('\n'),
          fields: fields.map(({ field }) => field),
          approvedBy: {
            person: approved.by,
            unit: approved.unit,
            ...(approved.roles && { roles: approved.roles }),
          },
          until: approved.until,
        },
      };
