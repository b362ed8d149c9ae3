// Story A, steps 1 to 5 and 9, in one process: an early sign, from what an officer heard to a correction that reached everybody
// who holds the report.
import { NO_CHANNELS } from '@gatehouse/escalation';
import { startMailSink, type MailSink } from '@gatehouse/local-stack';
import { loadSample, loadSampleRotas, lookAgain, runJourney } from '@gatehouse/start';
import { eventually } from '@gatehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { running, type Running } from './running.ts';
import type { Told } from './story/stage.ts';
import { readModelsHold } from './story/read-models-hold.ts';
import { storyHolds } from './story/story-holds.ts';

describe('an early sign, in one process', () => {
  let gatehouse: Running;
  let told: Told;

  let sink: MailSink;
  const mails: string[] = [];

  beforeAll(async () => {
    sink = await startMailSink({ onMail: (raw) => mails.push(raw.toString('latin1')) });
    gatehouse = await running({ notices: { ...NO_CHANNELS, smtpUrl: sink.url } });
    await loadSample(...Object.values(gatehouse.agencies));
    await loadSampleRotas(Object.values(gatehouse.agencies));
    const played = await runJourney(gatehouse.access, gatehouse.logKey);
    told = { ...gatehouse, mailed: () => mails, ...played };
  });
  afterAll(async () => {
    await gatehouse.end();
    await sink.stop();
  });

  storyHolds(() => told);

  readModelsHold(() => gatehouse);

  it('called people by mails that say nothing of it', async () => {
    await eventually(() => expect(mails.length).toBeGreaterThan(1), { timeoutMs: 60_000 });
    for (const mail of mails) {
      expect(mail).toContain('an item awaits you');
      expect(mail).not.toMatch(/Omarov|attack|protection|RECRUITMENT|VULNERABLE|KZ-2026-114/);
    }
  });

  it('is there to be looked at again', async () => {
    const again = await lookAgain(gatehouse.access, gatehouse.logKey, told.mark);
    expect([again.refusals, again.log.verified]).toEqual([told.journey.refusals, true]);
    expect(again.fields).toEqual(told.journey.fields);
  });
});
