// What an amendment of a flow does: its lists, its single terms, and the flows that come and go.
import { describe, expect, it } from '@jest/globals';
import { flowDifferences } from './flow-difference.ts';
import type { CompiledFlow } from './instrument.ts';

const FLOW: CompiledFlow = {
  id: 'i@1/1',
  title: 'Alerts',
  product: 'p.v1',
  producer: 'a',
  consumers: ['b'],
  purposes: ['INVESTIGATE'],
  subjectCategories: ['SUSPECT'],
  fields: ['nature'],
  projection: ['nature'],
  person: { roles: ['officer'], assignment: 'required', vetting: 'L2', training: ['handling'] },
  onward: 'originator-consent',
  juvenile: false,
  foreign: false,
  retain: { review: 'P1Y', destroy: 'P5Y' },
  acknowledge: 'PT24H',
};

const said = (was: CompiledFlow[], is: CompiledFlow[]): string[] =>
  flowDifferences(was, is).map(({ effect, where, says }) => `${effect} | ${where} | ${says}`);
const changes = (was: Partial<CompiledFlow>, is: Partial<CompiledFlow>): string[] =>
  flowDifferences([{ ...FLOW, ...was }], [{ ...FLOW, ...is }]).map(({ effect, says }) => `${effect} | ${says}`);
const OTHER: Record<string, string> = { widens: 'narrows', narrows: 'widens', neutral: 'neutral' };

const ofPerson = (more: Partial<CompiledFlow['person']>) => ({ person: { ...FLOW.person, ...more } });
const special = (...fields: string[]): Partial<CompiledFlow> => ({
  special: { fields, necessity: 'required', approvedBy: 'head', destroy: 'P1Y' },
});
const graded = (...scales: string[]): Partial<CompiledFlow> => ({ grading: { each: 'paragraph', scales } });

describe('what a list gains, and the same when it loses it', () => {
  it.each([
    [{}, { consumers: ['b', 'c', 'd'] }, 'widens', 'also goes to c and d', 'no longer goes to c and d'],
    [
      {},
      { purposes: ['INVESTIGATE', 'PROSECUTE'] },
      'widens',
      'may also be asked for the purpose PROSECUTE (bring and conduct a prosecution; a case reference is required)',
      'may no longer be asked for the purpose PROSECUTE (bring and conduct a prosecution; a case reference is required)',
    ],
    [
      {},
      { subjectCategories: ['SUSPECT', 'of no list'] },
      'widens',
      'may also be about of no list',
      'may no longer be about of no list',
    ],
    [{}, { projection: ['nature', 'when'] }, 'widens', 'also shows the field when', 'no longer shows the field when'],
    [
      {},
      ofPerson({ roles: ['officer', 'head'] }),
      'widens',
      'may also be read by head',
      'may no longer be read by head',
    ],
    [
      { alertTypes: ['ESCAPE'] },
      { alertTypes: ['ESCAPE', 'DISORDER'] },
      'widens',
      'also covers DISORDER',
      'no longer covers DISORDER',
    ],
    [{ alertTypes: ['ESCAPE'] }, {}, 'widens', 'also covers every type of alert', 'covers only ESCAPE'],
    [
      { foreign: { countries: ['KG'] } },
      { foreign: { countries: ['KG', 'UZ'] } },
      'widens',
      'may also go to UZ',
      'may no longer go to UZ',
    ],
    [{}, { foreign: { countries: ['KG'] } }, 'widens', 'may also go to KG', 'may no longer go to KG'],
    [special('a'), special('a', 'b'), 'widens', 'where necessary also shows b', 'no longer shows b'],
    [{ special: false }, special('a'), 'widens', 'where necessary also shows a', 'no longer shows a'],
    [
      {},
      ofPerson({ training: ['handling', 'grading'] }),
      'narrows',
      'needs the training grading',
      'no longer needs the training grading',
    ],
    [{}, { basis: ['penal-12'] }, 'neutral', 'also rests on penal-12', 'no longer rests on penal-12'],
    [graded('EUP'), graded('EUP', '3x5x2'), 'neutral', 'also uses the scale 3x5x2', 'no longer uses the scale 3x5x2'],
  ] as [Partial<CompiledFlow>, Partial<CompiledFlow>, string, string, string][])(
    'from %j to %j %s',
    (less, more, effect, gains, loses) => {
      expect(changes(less, more)).toEqual([`${effect} | ${gains}`]);
      expect(changes(more, less)).toEqual([`${OTHER[effect]} | ${loses}`]);
    },
  );

  it('says what a code means, and what is gained before what is lost', () => {
    const [gained, lost] = changes({}, { subjectCategories: ['CONVICTED'] });
    expect(gained).toMatch(/^widens \| may also be about CONVICTED \(.+\)$/);
    expect(lost).toMatch(/^narrows \| may no longer be about SUSPECT \(.+\)$/);
    expect(changes({}, { consumers: ['c'] })).toEqual(['widens | also goes to c', 'narrows | no longer goes to b']);
  });
});

describe('a single term', () => {
  it.each([
    [{}, ofPerson({ assignment: 'none' }), 'widens', 'assignment', 'required', 'none'],
    [{}, ofPerson({ vetting: 'L1' }), 'widens', 'vetting', 'L2', 'L1'],
    [ofPerson({ vetting: 'L3' }), {}, 'widens', 'vetting', 'L3', 'L2'],
    [ofPerson({ vetting: 'L1' }), ofPerson({ vetting: 'L0' }), 'widens', 'vetting', 'L1', 'L0'],
    [{ onward: 'forbidden' }, {}, 'widens', 'onward disclosure', 'forbidden', 'originator-consent'],
    [{}, { onward: 'allowed' }, 'widens', 'onward disclosure', 'originator-consent', 'allowed'],
    [{}, { juvenile: { desk: 'd' } }, 'widens', 'juvenile matters go to', 'nobody', 'd'],
    [{ consent: 'REFERRAL' }, {}, 'widens', 'consent of the person', 'REFERRAL', 'none'],
    [{}, { retain: { review: 'P2Y', destroy: 'P5Y' } }, 'widens', 'review after', '1 year', '2 years'],
    [{}, { retain: { review: 'P1Y', destroy: 'P6Y' } }, 'widens', 'destruction after', '5 years', '6 years'],
    [
      { retain: { review: 'P1Y', destroy: 'END_OF_REFERRAL+P90D' } },
      { retain: { review: 'P1Y', destroy: 'END_OF_REFERRAL+P5Y' } },
      'widens',
      'destruction after',
      '90 days after the end of referral',
      '5 years after the end of referral',
    ],
    [{}, { retain: { review: 'P12M', destroy: 'P5Y' } }, 'neutral', 'review after', '1 year', '12 months'],
    [{}, { acknowledge: 'P3D' }, 'widens', 'acknowledgement within', '24 hours', '3 days'],
    [{}, { acknowledge: null }, 'widens', 'acknowledgement within', '24 hours', 'nothing'],
    [graded(), { grading: { each: 'basis', scales: [] } }, 'widens', 'grading', 'paragraph', 'basis'],
    [{ grading: { each: 'basis', scales: [] } }, { grading: false }, 'widens', 'grading', 'basis', 'none'],
  ] as [Partial<CompiledFlow>, Partial<CompiledFlow>, string, string, string, string][])(
    'from %j to %j %s, and back it does the opposite',
    (was, is, effect, name, old, now) => {
      expect(changes(was, is)).toEqual([`${effect} | ${name}: ${now}, was ${old}`]);
      expect(changes(is, was)).toEqual([`${OTHER[effect]} | ${name}: ${old}, was ${now}`]);
    },
  );

  it('of juvenile matters or of consent that becomes another is taken to widen', () => {
    const [desk, other] = [{ juvenile: { desk: 'd' } }, { juvenile: { desk: 'e' } }];
    expect(changes(desk, other)).toEqual(['widens | juvenile matters go to: e, was d']);
    expect(changes({ consent: 'A' }, { consent: 'B' })).toEqual(['widens | consent of the person: B, was A']);
  });

  it.each([
    ['P5Y', 'END_OF_SENTENCE+P2Y'],
    ['END_OF_SENTENCE+P2Y', 'P5Y'],
    ['END_OF_SENTENCE+P2Y', 'END_OF_REFERRAL+P1Y'],
  ])('of two periods from different ends is taken to widen: %s, %s', (was, is) => {
    const retained = (destroy: string) => ({ retain: { review: 'P1Y', destroy } });
    expect(changes(retained(was), retained(is))[0]).toMatch(/^widens \| destruction after/);
  });

  it('that does not change is not said', () => expect(changes({}, { id: 'i@2/1', fields: ['all'] })).toEqual([]));
});

describe('flows of two texts', () => {
  const second = { ...FLOW, title: 'Reports', consumers: ['c', 'd'] };

  it('are new, or are no flows any more', () => {
    expect(said([FLOW], [FLOW, { ...second, product: 'q.v1' }])).toEqual([
      'widens | Reports | is a new flow of q.v1 to c and d',
    ]);
    expect(said([FLOW, { ...second, producer: 'z' }], [FLOW])).toEqual(['narrows | Reports | is no flow any more']);
  });

  it('are the same where product and producer are and their title is', () => {
    expect(said([FLOW, second], [second, FLOW])).toEqual([]);
    expect(said([FLOW], [second, FLOW])).toEqual(['widens | Reports | is a new flow of p.v1 to c and d']);
    for (const other of [{ product: 'q.v1' }, { producer: 'z' }])
      expect(said([FLOW], [{ ...FLOW, ...other }]).map((one) => one.split(' ')[0])).toEqual(['widens', 'narrows']);
  });

  it('are compared with what is left of their product where no title fits', () => {
    expect(said([FLOW], [{ ...FLOW, title: 'Warnings' }])).toEqual([]);
    expect(said([FLOW, second], [{ ...FLOW, title: 'Warnings', consumers: ['c'] }])).toEqual([
      'widens | Warnings | also goes to c',
      'narrows | Warnings | no longer goes to b',
      'narrows | Reports | is no flow any more',
    ]);
  });

  it('go by their title, else by their article, else by their product', () => {
    const { title: _title, ...untitled } = FLOW;
    const [byArticle, byProduct] = [{ ...untitled, clause: 'Article 5' }, untitled];
    const names = (flow: CompiledFlow) => flowDifferences([], [flow]).map(({ where }) => where);
    expect([FLOW, byArticle, byProduct].flatMap(names)).toEqual(['Alerts', 'Article 5', 'p.v1']);
  });
});
