import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReportRegister1763780400000 implements MigrationInterface {
  readonly name = 'ReportRegister1763780400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.report_register (
         report_urn text primary key,
         item_id uuid not null,
         prison text not null,
         priority text not null,
         status text not null,
         subject_ids text[] not null,
         markers text[] not null,
         answers text[] not null,
         evaluated_by text not null,
         evaluated_at timestamptz not null,
         review_by text,
         disseminated_at timestamptz
       )`,
    );
    await runner.query('create index report_register_by_time on read.report_register (evaluated_at desc, report_urn)');
    await runner.query('create index report_register_by_subject on read.report_register using gin (subject_ids)');
    // What rests on a report is asked of the store itself, whenever one is regraded or withdrawn.
    await runner.query(
      `create index reports_by_basis on store.events using gin ((data -> 'basedOn') jsonb_path_ops)
       where type = 'IntelligenceReportEvaluated' and data -> 'basedOn' <> '[]'::jsonb`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index store.reports_by_basis');
    await runner.query('drop table read.report_register');
  }
}
