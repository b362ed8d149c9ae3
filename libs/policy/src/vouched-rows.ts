// Work that a process keeps for those after it, in the service's own database. Promise: what is read here was written by this service, under
// exactly the name it is asked for. Names and contents are vouched for by keyed hashes of the service's own secret, which is in no database.
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import type pg from 'pg';

interface Row {
  name: string;
  forms: string;
  vouched: string;
}

export class VouchedRows {
  readonly #key: KeyObject;

  /** @param secret of the service, base64url */
  constructor(secret: string) {
    this.#key = createSecretKey(
      Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', 'gatehouse kept forms', 32)),
    );
  }

  /** @param parts everything that what is kept follows from: where one of them is another, so is the name */
  name(...parts: string[]): string {
    return this.#mac(['name', ...parts]);
  }

  /** What is kept under these names, by name. What is not vouched for is as if it were not there. */
  async read(queryable: pg.Pool | pg.ClientBase, names: readonly string[]): Promise<Map<string, unknown>> {
    if (names.length === 0) return new Map();
    const { rows } = await queryable.query<Row>('select name, forms, vouched from policy.forms where name = any($1)', [
      names,
    ]);
    const vouched = rows.filter((row) => this.#vouches(row));
    return new Map(vouched.map(({ name, forms }): [string, unknown] => [name, JSON.parse(forms)]));
  }

  /** Keeps what is not kept yet, with the caller's transaction. */
  async write(client: pg.ClientBase, made: ReadonlyMap<string, () => unknown>, at: Date): Promise<void> {
    const { rows } = await client.query<{ name: string }>('select name from policy.forms where name = any($1)', [
      [...made.keys()],
    ]);
    const known = new Set(rows.map(({ name }) => name));
    const fresh = [...made].flatMap(([name, work]) => (known.has(name) ? [] : [this.#row(name, work())]));
    if (fresh.length === 0) return;
    await client.query(
      `insert into policy.forms (name, forms, vouched, kept_at)
       select name, forms, vouched, $4 from unnest($1::text[], $2::text[], $3::text[]) as r (name, forms, vouched)
       on conflict (name) do nothing`,
      [fresh.map(({ name }) => name), fresh.map(({ forms }) => forms), fresh.map(({ vouched }) => vouched), at],
    );
  }

  #row(name: string, work: unknown): Row {
    const forms = JSON.stringify(work);
    return { name, forms, vouched: this.#mac(['forms', name, forms]) };
  }

  #vouches({ name, forms, vouched }: Row): boolean {
    const [given, right] = [Buffer.from(vouched), Buffer.from(this.#mac(['forms', name, forms]))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  #mac(parts: string[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
  }
}
