// The index against Cedar: whatever it leaves out of every instrument there is, Cedar fails as not covered.
import { compileInstrument } from '@gatehouse/agreements';
import { codeLists, instrumentIds, loadInstrumentSource } from '@gatehouse/contracts';
import { describe, expect, it } from '@jest/globals';
import { askPeople, coverage } from './basis.ts';
import { inquiryOf } from './decide.ts';
import { readyBundle, type ReadyInstrument } from './instruments.ts';
import { isOffered } from './offered.ts';
import { alert, asked, bundleWith, products } from './question.fixture.ts';
import type { Question } from './question.ts';

const compiled = instrumentIds().map((id) => {
  const { text, file } = loadInstrumentSource(id);
  const result = compileInstrument(text, file, products);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.instrument;
});
const bundle = readyBundle(bundleWith(...compiled.map((instrument) => ({ state: 'IN_FORCE', compiled: instrument }))));
const agencies = [...new Set(compiled.flatMap(({ parties }) => parties.map(({ id }) => id))), 'nobody'];
const types = [...Object.keys(codeLists.alertTypes), 'OF_ANOTHER_KIND'];

/** Every agency, as caller and as originator; every type of alert. */
const questions = (product: string): Question[] =>
  (['publish', 'open', 'breakGlass'] as const).flatMap((kind) =>
    agencies.flatMap((agency) =>
      agencies.flatMap((originator) =>
        (product.includes('alert') ? types : ['']).map((type) =>
          asked({
            caller: { agency },
            request: { question: kind },
            item: { product, originator, payload: { ...(alert.payload as object), type } },
          }),
        ),
      ),
    ),
  );

const covers = (instrument: ReadyInstrument, flow: string, q: Question): boolean =>
  coverage(askPeople(inquiryOf(bundle, q, {}, false), instrument, flow).failing) > 0;

describe('the index of flows', () => {
  it.each(bundle.instruments)('leaves out of $id only what does not cover', (instrument) => {
    let covering = 0;
    for (const flow of instrument.current.flows) {
      // One in seven of those left out, since there are thousands; all of those kept.
      const [kept, left] = [true, false].map((is) =>
        questions(flow.product).filter((q) => isOffered(flow, q) === is),
      ) as [Question[], Question[]];
      const wronged = left.filter((_, n) => n % 7 === 0).filter((q) => covers(instrument, flow.id, q));
      expect(wronged.map(({ caller, item }) => [flow.id, caller.agency, item?.originator])).toEqual([]);
      covering += kept.filter((q) => covers(instrument, flow.id, q)).length;
    }
    expect(covering).toBeGreaterThan(0);
  });

  it('leaves out who is no consumer also where no item is named', () => {
    const q = asked({ item: null, caller: { agency: 'nobody' } });
    expect(compiled.flatMap(({ flows }) => flows).filter((flow) => isOffered(flow, q))).toEqual([]);
  });
});
