-- Imports of reports from files. What a person decided about an import are events; here is how far the work has come.
-- Lines and pieces hold reports in the clear and go when the import ends or is abandoned.

create schema intake;

create table intake.import (
  import_id uuid primary key,
  unit text not null,
  status text not null,
  settings jsonb not null,
  opened_by text not null,
  opened_at timestamptz not null,
  touched_at timestamptz not null,
  -- Who last told the work to go on, and why: the record of each report names him.
  asked jsonb,
  format text,
  upload_id uuid,
  file_bytes bigint,
  file_digest text,
  detected jsonb,
  file_faults jsonb not null default '[]',
  good_lines integer not null default 0,
  faulty_lines integer not null default 0,
  faults integer not null default 0,
  -- The last line of the file that was checked, and the last one that was gone through.
  checked_to integer not null default 0,
  position integer not null default 0,
  recorded integer not null default 0,
  already_there integer not null default 0,
  refused integer not null default 0
);
create index import_by_unit on intake.import (unit, opened_at desc, import_id);
create index import_at_work on intake.import (status) where status in ('checking', 'running');

-- The file as it came, until it has been checked.
create table intake.piece (
  upload_id uuid not null,
  number integer not null,
  import_id uuid not null,
  received_at timestamptz not null,
  bytes bytea not null,
  primary key (upload_id, number)
);
create index piece_of_import on intake.piece (import_id);

-- Lines that can become reports, until they have.
create table intake.line (
  import_id uuid not null,
  line integer not null,
  prison text not null,
  reference text not null,
  digest text not null,
  observed_at timestamptz not null,
  report jsonb not null,
  primary key (import_id, line)
);

create table intake.fault (
  import_id uuid not null,
  line integer not null,
  place smallint not null,
  column_name text,
  code text not null,
  detail text not null,
  primary key (import_id, line, place)
);

-- What became of each good line: the reference, and the report it is.
create table intake.outcome (
  import_id uuid not null,
  line integer not null,
  prison text not null,
  reference text not null,
  outcome text not null,
  report_urn text,
  primary key (import_id, line)
);

-- The prison's own reference names one report, whichever file it comes in.
create table intake.reference (
  prison text not null,
  reference text not null,
  digest text not null,
  report_urn text not null,
  primary key (prison, reference)
);
