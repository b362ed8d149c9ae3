import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the next request for consent about an item lapses. Nobody had asked for one before this. */
export class InboxConsents1764230000000 implements MigrationInterface {
  readonly name = 'InboxConsents1764230000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.inbox_item add consent_due timestamptz');
    await runner.query(
      `update read.inbox_item set standing = standing || '{"consents": []}'::jsonb where not standing ? 'consents'`,
    );
    await runner.query('create index inbox_consent_due on read.inbox_item (consent_due) where consent_due is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read.inbox_item drop consent_due');
  }
}
