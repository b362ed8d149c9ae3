import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AlertBoard1763683200000 implements MigrationInterface {
  readonly name = 'AlertBoard1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists read');
    await runner.query(
      `create table read.alert_board (
         alert_id uuid primary key,
         position bigint generated always as identity unique,
         alert_type text not null,
         record jsonb not null,
         event jsonb not null,
         item_ids text[] not null,
         raised_at timestamptz not null,
         valid_until timestamptz not null,
         acknowledge_by timestamptz not null,
         acknowledged jsonb not null default '[]',
         actioned jsonb not null default '[]',
         cleared_at timestamptz,
         expired_at timestamptz
       )`,
    );
    await runner.query(
      'create index alert_board_running on read.alert_board (valid_until) where cleared_at is null and expired_at is null',
    );
    // What rests on a report is asked of the store itself: see resting-on.ts.
    await runner.query(
      `create index alerts_by_report on store.events using gin ((data -> 'reportUrns'))
       where type in ('IntelligenceAlertRaised', 'IntelligenceAlertRenewed')`,
    );
    await runner.query(
      `create index reports_beneath_item on store.events ((coalesce(data ->> 'itemId', data ->> 'alertId')))
       where type in ('IntelligenceAlertRaised', 'IntelligenceAlertRenewed', 'IntelligenceReportDisseminated')`,
    );
    await runner.query(
      `create index feedback_by_item on store.events ((data -> 'envelope' -> 'payload' ->> 'itemId'))
       where type = 'ItemFeedbackReceived'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index store.feedback_by_item');
    await runner.query('drop index store.reports_beneath_item');
    await runner.query('drop index store.alerts_by_report');
    await runner.query('drop table read.alert_board');
  }
}
