// An import as an analyst's program drives it: real HTTP, a file as a stream.
import { requestToken } from '@gatehouse/identity';
import { CASE, type Access } from '@gatehouse/start';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

export interface ImportView {
  importId: string;
  status: string;
  file: { bytes: number; digest: string } | null;
  check: {
    readable: boolean;
    fileFaults: FaultView[];
    detected: Record<string, unknown> | null;
    goodLines: number;
    faultyLines: number;
    faults: number;
    upToLine: number;
  };
  progress: { lines: number; recorded: number; alreadyThere: number; refused: number };
}

export interface FaultView {
  line: number;
  column: string | null;
  code: string;
  detail: string;
}

export interface Answered<T> {
  status: number;
  headers: Headers;
  body: T;
}

export type File = string | Uint8Array | AsyncIterable<Uint8Array>;

const IMPORTS = '/prison-intelligence/v1/report-imports';

export class ImportClient {
  #token: { text: string; until: number } | null = null;

  constructor(
    readonly access: Access,
    readonly persona = 'analyst',
  ) {}

  open(said: object = {}): Promise<Answered<ImportView>> {
    return this.post('', said);
  }

  /** Sends a file; a stream goes without its length. */
  async send(importId: string, file: File, type = 'text/csv', headers: Record<string, string> = {}) {
    const isWhole = typeof file === 'string' || file instanceof Uint8Array;
    const body = isWhole ? file : (Readable.toWeb(Readable.from(file)) as ReadableStream);
    return this.ask<ImportView>('POST', `/${importId}/file`, body, { 'content-type': type, ...headers });
  }

  post<T = ImportView>(path: string, body?: object): Promise<Answered<T>> {
    return this.ask<T>('POST', path, body && JSON.stringify(body), body ? { 'content-type': 'application/json' } : {});
  }

  get<T = ImportView>(path: string): Promise<Answered<T>> {
    return this.ask<T>('GET', path);
  }

  /** Waits until the import is in one of these states. */
  async until(importId: string, ...states: string[]): Promise<ImportView> {
    for (const end = performance.now() + 1_500_000; ;) {
      // On a busy machine the port may let an idle connection go in the instant it is used again.
      const body = (await this.get(`/${importId}`).catch(() => null))?.body;
      if (body && states.includes(body.status)) return body;
      if (performance.now() > end) throw new Error(`waited for ${states.join(', ')}: ${JSON.stringify(body)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Opens an import, sends the file and waits for its dry run. */
  async checked(file: File, said: object = {}, type?: string): Promise<ImportView> {
    const { status, body } = await this.open(said);
    if (status !== 201) throw new Error(`not opened: ${status} ${JSON.stringify(body)}`);
    const sent = await this.send(body.importId, file, type);
    if (sent.status !== 202) throw new Error(`the file was answered ${sent.status} ${JSON.stringify(sent.body)}`);
    return this.until(body.importId, 'checked');
  }

  /** Imports a file from end to end, leaving out what is faulty. */
  async imported(file: File, said: object = {}, type?: string): Promise<ImportView> {
    const { importId, check } = await this.checked(file, said, type);
    const started = await this.post(`/${importId}/start`, { leaveOut: check.faultyLines });
    if (started.status !== 202) throw new Error(`not started: ${JSON.stringify(started.body)}`);
    return this.until(importId, 'finished');
  }

  /** All faults, page by page. */
  async faults(importId: string): Promise<FaultView[]> {
    const all: FaultView[] = [];
    for (let cursor = ''; ;) {
      const { body } = await this.get<{ faults: FaultView[]; next: string | null }>(
        `/${importId}/faults?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      all.push(...body.faults);
      if (body.next === null) return all;
      cursor = body.next;
    }
  }

  async ask<T>(
    method: string,
    path: string,
    body?: NonNullable<RequestInit['body']> | ReadableStream,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(`${this.access.url}${IMPORTS}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        'gatehouse-purpose': 'PREVENT_SERIOUS_HARM',
        'gatehouse-case': CASE,
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']>, duplex: 'half' }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** Renewed in time: an import may take longer than a token lives. */
  async token(): Promise<string> {
    if (!this.#token || this.#token.until < performance.now()) {
      const { issuer, secretOf } = this.access;
      const text = await requestToken(issuer, this.persona, secretOf(this.persona));
      this.#token = { text, until: performance.now() + 200_000 };
    }
    return this.#token.text;
  }
}
