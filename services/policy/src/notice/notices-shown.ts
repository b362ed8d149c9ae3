// Which notices the keeper of the instruments shows to whom: a party those of its instruments, the secretariat and oversight all. Who was
// late in a cut-off is a matter between that service and the secretariat, and is named to nobody else.
import type { CutOffFigures, InstrumentNotice } from '@gatehouse/liaison';
import type { Asked } from '@gatehouse/sharing';
import { loadCompleted, type CompletedCutOff } from '../cut-off/load-completed.ts';
import { loadInstruments, mayKnowAll } from '../instrument/run-on-instrument.ts';
import type { Registry } from '../registry.ts';
import { loadGroupEvents } from '../working-group/run-on-working-group.ts';
import { noticeOfCutOff, noticesOf } from './notices.ts';

type ShownNotice = Omit<InstrumentNotice, 'cutOff'> & { cutOff?: CutOffFigures & { lateServices?: string[] } };

/** In no order that a reader may rely on. */
export const noticesShown = async (registry: Registry, asked: Asked): Promise<ShownNotice[]> => {
  const { pool, party } = registry.agency;
  const { agency } = asked.caller;
  const [groups, instruments] = await Promise.all([loadGroupEvents(pool), loadInstruments(pool)]);
  const ids = instruments.map(({ instrument }) => instrument.id);
  const cutOffs = await loadCompleted(pool, ids);
  const notices = instruments.flatMap(({ instrument, events }): ShownNotice[] => [
    ...noticesOf(instrument, events, [...events, ...(groups.get(instrument.id) ?? [])]),
    ...(cutOffs.get(instrument.id) ?? []).map((one) => {
      const notice = noticeOfCutOff(instrument, events, one);
      return agency === party ? withLate(notice, one) : notice;
    }),
  ]);
  return notices.filter(({ parties }) => mayKnowAll(registry, asked) || parties.includes(agency));
};

const withLate = ({ cutOff, ...notice }: InstrumentNotice, { cutOff: { services } }: CompletedCutOff): ShownNotice => {
  const lateServices = services.filter(({ late }) => late).map(({ service }) => service);
  return { ...notice, ...(cutOff ? { cutOff: { ...cutOff, lateServices } } : {}) };
};
