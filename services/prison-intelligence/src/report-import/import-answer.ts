import type { ImportRow } from './import-row.ts';
import { FILE_LIMIT_BYTES } from './receive-file.ts';
import type { ImportAnswer } from './report-import.dto.ts';

/** An import as its unit sees it: counts, and no word of any report. */
export const importAnswer = (row: ImportRow): ImportAnswer => ({
  importId: row.import_id,
  status: row.status,
  openedBy: row.opened_by,
  openedAt: row.opened_at.toISOString(),
  limitBytes: FILE_LIMIT_BYTES,
  file: row.file_digest === null ? null : { bytes: Number(row.file_bytes), digest: row.file_digest },
  check: {
    upToLine: row.checked_to,
    readable: row.status !== 'open' && row.status !== 'checking' && row.file_faults.length === 0,
    fileFaults: row.file_faults,
    detected: row.detected,
    goodLines: row.good_lines,
    faultyLines: row.faulty_lines,
    faults: row.faults,
  },
  progress: {
    lines: row.recorded + row.already_there + row.refused,
    recorded: row.recorded,
    alreadyThere: row.already_there,
    refused: row.refused,
  },
});
