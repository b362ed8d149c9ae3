// Names and aliases of everybody a report is about: so that a text can be asked whether it names somebody else.
import type { Projection } from '@gatehouse/projections';
import type { IntelligenceReportEvaluated } from '../intelligence-report/intelligence-report.events.ts';
import { isTelling, keyOf } from './names-in-text.ts';

export const knownNames: Projection = {
  name: 'known-names',
  tables: [{ name: 'known_name', personalKey: true }],
  repeatable: true,
  apply: async (client, { type, data }) => {
    if (type !== 'IntelligenceReportEvaluated') return;
    const { subjects } = data as IntelligenceReportEvaluated['data'];
    const known = subjects.flatMap(({ subjectId, name, aliases }) =>
      [name, ...aliases].filter(isTelling).map((one) => ({ subjectId, name: one })),
    );
    await client.query(
      `insert into known_name (subject_id, name, key)
       select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`,
      [known.map(({ subjectId }) => subjectId), known.map(({ name }) => name), known.map(({ name }) => keyOf(name))],
    );
  },
};
