// A connection that speaks the replication protocol (PostgreSQL, "Streaming Replication Protocol"): its role needs REPLICATION.
import pg from 'pg';
import { backupFault } from './backup-fault.ts';

/** What pg's connection offers below its queries. */
export interface RawConnection {
  on(event: 'copyData', heard: (message: { chunk: Buffer }) => void): void;
  on(event: 'copyDone', heard: () => void): void;
  once(event: 'replicationStart', heard: () => void): void;
  sendCopyFromChunk(chunk: Buffer): void;
  stream: { pause(): void; resume(): void; destroy(): void };
}

export interface ReplicationClient {
  client: pg.Client;
  raw: RawConnection;
  identity: Identity;
}

export interface Identity {
  systemIdentifier: string;
  timeline: number;
  /** up to where the server has flushed its log */
  flushedLsn: string;
  /** as `show server_version_num` says it: 180004 */
  version: number;
  segmentBytes: number;
}

/**
 * @param url of a role with REPLICATION
 * @param name the connection's, as `synchronous_standby_names` means it
 */
export const replicationClient = async (url: string, name: string): Promise<ReplicationClient> => {
  const config = {
    connectionString: url,
    application_name: name,
    replication: 'true',
    connectionTimeoutMillis: 10_000,
  };
  const client = new pg.Client(config as pg.ClientConfig);
  // Said by whoever waits for the end of the stream; unheard, it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  const identity = await identify(client).catch(async (fault: unknown) => {
    await client.end();
    throw fault;
  });
  return { client, raw: (client as unknown as { connection: RawConnection }).connection, identity };
};

const identify = async (client: pg.Client): Promise<Identity> => {
  const { rows } = await client.query<{ systemid: string; timeline: number; xlogpos: string }>('IDENTIFY_SYSTEM');
  const [system] = rows;
  if (!system) throw backupFault('backup-server', 'the server does not say who it is');
  return {
    systemIdentifier: system.systemid,
    timeline: Number(system.timeline),
    flushedLsn: system.xlogpos,
    version: Number(await shown(client, 'server_version_num')),
    segmentBytes: bytesOf(await shown(client, 'wal_segment_size')),
  };
};

const shown = async (client: pg.Client, setting: string): Promise<string> => {
  const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`);
  return rows[0]?.[setting] ?? '';
};

const UNITS: Record<string, number> = { kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

const bytesOf = (text: string): number => {
  const [, count, unit] = /^(\d+)([kMG]B)$/.exec(text) ?? [];
  const bytes = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!Number.isSafeInteger(bytes))
    throw backupFault('backup-server', 'the server does not say how long its log files are');
  return bytes;
};
