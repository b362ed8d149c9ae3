import { freshDatabase } from '@gatehouse/testing';
import { busConformance } from '../conformance.ts';
import { postgresBus } from './postgres-bus.ts';
import { provisionPostgresBus } from './provision-postgres-bus.ts';

busConformance('PostgreSQL', async () => {
  const db = await freshDatabase();
  let topics = 0;
  const client = () => postgresBus({ url: db.url, log: () => undefined });
  return {
    topic: async () => {
      const name = `trial.${(topics += 1)}`;
      const groups: [string, string] = [`${name}.one`, `${name}.other`];
      await provisionPostgresBus(db.pool, { topics: [{ name, writer: 'w', reader: ['r'], groups }] });
      return { name, groups };
    },
    writer: client,
    reader: client,
    close: () => db.drop(),
  };
});
