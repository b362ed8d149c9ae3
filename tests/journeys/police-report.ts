// A report of the police's own intelligence, as an officer writes it down (invented).
/** @param fromItem whose first person it is about */
export const policeReport = (fromItem: string, change: object = {}): object => ({
  subjects: [{ role: 'MAIN', from: { itemId: fromItem, place: 0 } }],
  paragraphs: [
    {
      n: 1,
      text: 'A visitor of the subject is known to the police for smuggling.',
      factual: true,
      names: [0],
      grade: { scale: '3x5x2', source: '1', information: 'B' },
    },
  ],
  reasonableGrounds: 'Serious prison risk.',
  priority: 'PRIORITY',
  handling: { code: 'C', conditions: [{ code: 'NO_ONWARD' }] },
  reviewBy: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
  ...change,
});
