// The instruments that R7 plays with, and an item under them.
import { compileInstrument, type CompiledInstrument } from '@gatehouse/agreements';
import { loadInstrumentSource, loadProducts } from '@gatehouse/contracts';
import type { Outgoing } from '@gatehouse/sharing';

export const PRISON = 'kz-prison-service';
export const POLICE = 'kz-police';
export const CASE = 'KZ-2026-114';

/** The memorandum, with parts of its text replaced. */
export const memorandum = (changes: readonly [from: string, to: string][] = []): CompiledInstrument =>
  compiledFrom('kz-prisons-police', changes);

const compiledFrom = (id: string, changes: readonly [string, string][] = []): CompiledInstrument => {
  const { text, file } = loadInstrumentSource(id);
  const changed = changes.reduce((source, [from, to]) => {
    if (!source.includes(from)) throw new Error(`${id} does not say '${from}' any more`);
    return source.replaceAll(from, to);
  }, text);
  const result = compileInstrument(changed, file, loadProducts());
  if ('errors' in result) throw new Error(`${id} does not compile: ${JSON.stringify(result.errors)}`);
  return result.instrument;
};

/** An item of an event of the prison's store. */
export const toProduct = ({ type, data }: { type: string; data: unknown }): Outgoing | null => {
  if (type !== 'Raised') return null;
  const { itemId, threat } = data as { itemId: string; threat: boolean };
  return {
    type: 'test.raised.v1',
    unit: 'unit-17',
    purpose: threat ? 'PREVENT_SERIOUS_HARM' : 'INVESTIGATE',
    caseRef: CASE,
    classification: 'RESTRICTED',
    subjects: [{ ref: 'subject-of-custody', category: 'SUSPECT', cases: [CASE] }],
    item: {
      id: itemId,
      product: 'prison-intelligence.intelligence-alert.v1',
      caseRef: CASE,
      priority: threat ? 'IMMEDIATE' : 'ROUTINE',
      subjects: [{ ref: 'subject-of-custody', role: 'MAIN' }],
      handling: { code: 'P', conditions: [] },
      markers: [],
      reviewBy: null,
      destroyBy: null,
      payload: {
        alertId: itemId,
        type: threat ? 'THREAT_TO_LIFE' : 'RECRUITMENT_ACTIVITY',
        nature: 'What was heard (invented).',
      },
    },
  };
};

/** In force beside the memorandum, whatever becomes of it. */
export const others = ['kz-corrections', 'kz-threat-to-life'].map((id) => compiledFrom(id));
