import { decider } from '@gatehouse/testing';
import { describe, it } from '@jest/globals';
import { importDecider, type ImportCommand } from './report-import.decider.ts';
import type { ImportEvent } from './report-import.events.ts';

const who = { importId: 'i-1', by: 'pi-aigerim', at: '2026-11-23T09:00:00.000Z' };
const settings = {
  format: null,
  encoding: null,
  delimiter: null,
  dateOrder: null,
  columns: {},
  ignore: [],
  defaults: {},
};
const unit = 'prison-17';
const opened: ImportEvent = { type: 'ReportImportOpened', data: { ...who, unit, settings } };
const received: ImportEvent = { type: 'ReportFileReceived', data: { ...who, bytes: 9, digest: 'ab', format: 'csv' } };
const checked = (goodLines = 10, faultyLines = 0, readable = true): ImportEvent => ({
  type: 'ReportFileChecked',
  data: { ...who, readable, goodLines, faultyLines },
});
const started: ImportEvent = { type: 'ReportImportStarted', data: { ...who, leaveOut: 0 } };
const stopped: ImportEvent = { type: 'ReportImportStopped', data: who };
const finished: ImportEvent = {
  type: 'ReportImportFinished',
  data: { ...who, recorded: 10, alreadyThere: 0, refused: 0 },
};
const abandoned: ImportEvent = { type: 'ReportImportAbandoned', data: who };

const start = (leaveOut = 0): ImportCommand => ({ type: 'StartReportImport', unit, data: { ...who, leaveOut } });
const plain = (type: 'StopReportImport' | 'ResumeReportImport' | 'AbandonReportImport'): ImportCommand => ({
  type,
  unit,
  data: who,
});
const finish: ImportCommand = {
  type: 'FinishReportImport',
  unit,
  data: { ...who, recorded: 1, alreadyThere: 0, refused: 0 },
};
const receive: ImportCommand = {
  type: 'ReceiveReportFile',
  unit,
  data: { ...who, bytes: 1, digest: 'x', format: 'csv' },
};
const check: ImportCommand = {
  type: 'CheckReportFile',
  unit,
  data: { ...who, readable: true, goodLines: 1, faultyLines: 0 },
};
const anImport = decider(importDecider);
const ready = anImport.given(opened, received, checked());

describe('an import of reports', () => {
  it('goes its way', () => {
    anImport.when({ type: 'OpenReportImport', unit, data: { ...who, unit, settings } }).expectEvents(opened);
    anImport.given(opened).when(receive).expectEventTypes('ReportFileReceived');
    anImport.given(opened, received).when(check).expectEventTypes('ReportFileChecked');
    ready.when(start()).expectEvents(started);
    ready.given(started).when(plain('StopReportImport')).expectEvents(stopped);
    ready.given(started, stopped).when(plain('ResumeReportImport')).expectEventTypes('ReportImportResumed');
    ready.given(started).when(finish).expectEventTypes('ReportImportFinished');
  });

  it('is opened once, and takes one file', () => {
    anImport
      .given(opened)
      .when({ type: 'OpenReportImport', unit, data: { ...who, unit, settings } })
      .expectRefusal('import-exists');
    anImport.given(opened, received).when(receive).expectRefusal('file-received-already');
  });

  it('is unknown to another unit, whatever it asks', () => {
    for (const command of [receive, check, start(), plain('StopReportImport'), plain('AbandonReportImport'), finish])
      ready.when({ ...command, unit: 'prison-18' }).expectRefusal('import-unknown');
    anImport.when(start()).expectRefusal('import-unknown');
  });

  it('starts only after its check', () => {
    anImport.given(opened).when(start()).expectRefusal('file-not-checked');
    anImport.given(opened, received).when(start()).expectRefusal('file-not-checked');
    anImport.given(opened).when(check).expectRefusal('file-not-checked');
  });

  it('starts only with a file that can be read and has good lines', () => {
    anImport
      .given(opened, received, checked(0, 0, false))
      .when(start())
      .expectRefusal('file-not-readable');
    anImport.given(opened, received, checked(0, 4)).when(start(4)).expectRefusal('no-good-lines');
  });

  it('leaves out exactly as many lines as somebody agreed to', () => {
    const faulty = anImport.given(opened, received, checked(10, 4));
    for (const leaveOut of [0, 3, 5]) faulty.when(start(leaveOut)).expectRefusal('faulty-lines-not-agreed');
    faulty.when(start(4)).expectEventTypes('ReportImportStarted');
  });

  it('is started once, stopped while it runs, resumed when it was stopped', () => {
    ready.given(started).when(start()).expectRefusal('import-started-already');
    ready.when(plain('StopReportImport')).expectRefusal('import-not-running');
    ready.given(started).when(plain('ResumeReportImport')).expectRefusal('import-not-stopped');
    ready.given(started, stopped).when(finish).expectRefusal('import-not-running');
  });

  it('is over when it ended or was abandoned, which it may be at any time before', () => {
    for (const end of [finished, abandoned])
      for (const command of [receive, start(), plain('ResumeReportImport'), plain('AbandonReportImport')])
        ready.given(started, end).when(command).expectRefusal('import-over');
    for (const given of [[], [received], [received, checked()], [received, checked(), started]])
      anImport
        .given(opened, ...given)
        .when(plain('AbandonReportImport'))
        .expectEvents(abandoned);
  });
});
