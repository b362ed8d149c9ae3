// What `npm start` can be told: flags for the person, environment for the place. Anything unknown is refused by name.
import { parseArgs } from 'node:util';

export interface StartOptions {
  /** start without sample and journey */
  empty: boolean;
  /** kafka, postgres, or null: Kafka where it can be had, else Postgres, loudly */
  bus: 'kafka' | 'postgres' | null;
  port: number;
  namespace: string;
  /** an administrator's address of a PostgreSQL that is already there */
  databaseUrl: string | null;
  /** brokers that are already there, with the environment's passwords */
  kafkaBrokers: string[] | null;
  /** an OpenID provider that is already there, instead of the embedded one; it knows no personas, so there is no journey */
  identity: { issuer: string; jwksUri?: string } | null;
  /** start, show, stop: for measurements and tests */
  once: boolean;
}

export const USAGE = `npm start -- [--empty] [--bus=kafka|postgres] [--once]

  --empty        no sample and no journey
  --bus=...      kafka: fail without it; postgres: the bare transport, for one machine
  --once         stop after the journey

Environment: PORT (8080), DATABASE_URL (administrator of a PostgreSQL >= 15), KAFKA_BROKERS (host:port,...) with
KAFKA_PASSWORD_<PRINCIPAL> for admin, policy and each service, OIDC_ISSUER (an OpenID provider; its JWKS by discovery or
OIDC_JWKS_URI; no journey then), GATEHOUSE_NAMESPACE (gatehouse), SMTP_URL and PAGER_URL with PAGER_SECRET (how people are told
that an item waits; without either mails are written to the data folder), NOTICE_SENDER, NOTICE_LINK.`;

/** @throws Error with what is wrong and the usage */
export const readOptions = (args: string[], env: NodeJS.ProcessEnv): StartOptions => {
  const { values } = parse(args);
  const bus = values.bus ?? null;
  if (bus !== null && bus !== 'kafka' && bus !== 'postgres') throw wrong(`--bus is kafka or postgres, not '${bus}'`);
  const port = Number(env['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw wrong(`PORT is no port: '${env['PORT']}'`);
  const namespace = env['GATEHOUSE_NAMESPACE'] ?? 'gatehouse';
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(namespace))
    throw wrong('GATEHOUSE_NAMESPACE is lower-case letters, digits and _, at most 31');
  const identity = identityOf(env);
  return {
    empty: values.empty ?? identity !== null,
    identity,
    once: values.once ?? false,
    bus,
    port,
    namespace,
    databaseUrl: env['DATABASE_URL'] ?? null,
    kafkaBrokers: env['KAFKA_BROKERS']?.split(',').map((broker) => broker.trim()) ?? null,
  };
};

const identityOf = ({ OIDC_ISSUER: issuer, OIDC_JWKS_URI: jwksUri }: NodeJS.ProcessEnv): StartOptions['identity'] => {
  if (!issuer) return null;
  if (!URL.canParse(issuer)) throw wrong('OIDC_ISSUER is no address');
  return { issuer, ...(jwksUri ? { jwksUri } : {}) };
};

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: { empty: { type: 'boolean' }, once: { type: 'boolean' }, bus: { type: 'string' } },
    });
  } catch (cause) {
    throw wrong((cause as Error).message);
  }
};

const wrong = (what: string): Error => new Error(`${what}\n\n${USAGE}`);
