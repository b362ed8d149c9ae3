import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('what npm start can be told', () => {
  it('is nothing at all', () =>
    expect(readOptions([], {})).toMatchObject({
      empty: false,
      bus: null,
      port: 8080,
      namespace: 'gatehouse',
      identity: null,
    }));

  it('takes what is already there from the environment', () =>
    expect(readOptions([], { DATABASE_URL: 'postgres://x', KAFKA_BROKERS: 'a:1, b:2', PORT: '0' })).toMatchObject({
      databaseUrl: 'postgres://x',
      kafkaBrokers: ['a:1', 'b:2'],
      port: 0,
    }));

  it('has no journey with a provider that knows no personas', () =>
    expect(
      readOptions([], { OIDC_ISSUER: 'https://id.example', OIDC_JWKS_URI: 'https://id.example/keys' }),
    ).toMatchObject({
      empty: true,
      identity: { issuer: 'https://id.example', jwksUri: 'https://id.example/keys' },
    }));

  it.each([
    [['--bus=pigeon'], {}, /--bus is kafka or postgres/],
    [['--loud'], {}, /loud/],
    [[], { PORT: 'eighty' }, /PORT is no port/],
    [[], { GATEHOUSE_NAMESPACE: 'Robert"; drop' }, /GATEHOUSE_NAMESPACE/],
    [[], { OIDC_ISSUER: 'nowhere' }, /OIDC_ISSUER is no address/],
  ])('refuses %j %j by name', (args, env, why) => expect(() => readOptions(args as string[], env)).toThrow(why));
});
