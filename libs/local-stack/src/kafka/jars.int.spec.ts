import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silent } from '../progress.ts';
import { kafkaClassPath } from './jars.ts';
import { fileName, lockedJars } from './lock.ts';
import { KafkaUnavailable } from './unavailable.ts';

const sizes = new Map(lockedJars().map((jar) => [fileName(jar), jar.size]));
let downloads: string;
let mirror: Server;

const serve = async (answer: (file: string) => Buffer | null): Promise<void> => {
  mirror = createServer((request, response) => {
    const body = answer(request.url!.split('/').at(-1)!);
    response.writeHead(body === null ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
  process.env.GATEHOUSE_MAVEN_REPOSITORY = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/`;
};

beforeEach(() => {
  downloads = mkdtempSync(join(tmpdir(), 'gatehouse-downloads-'));
});
afterEach(() => {
  delete process.env.GATEHOUSE_MAVEN_REPOSITORY;
  mirror.close();
  rmSync(downloads, { recursive: true, force: true });
});

describe('the files of the broker', () => {
  it('are refused when their hash is another, although their size is right', async () => {
    await serve((file) => Buffer.alloc(sizes.get(file)!));
    await expect(kafkaClassPath(downloads, silent)).rejects.toThrow(/46 of 46 .*SHA-256 differs/);
    expect(readdirSync(join(downloads, 'kafka-4.3.1'))).toEqual([]);
  });

  it('are named when they cannot be had', async () => {
    await serve(() => null);
    const failing = kafkaClassPath(downloads, silent);
    await expect(failing).rejects.toThrow(KafkaUnavailable);
    await expect(failing).rejects.toThrow(/at\.yawk\.lz4:lz4-java:1\.10\.2 \(Status 404\)/);
  });
});
