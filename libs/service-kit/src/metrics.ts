/**
 * What a process can be watched by: counts, sizes and ages, as Prometheus reads them.
 *
 * Promise: every series says whose it is (`gatehouse_service`); names and labels stand in closed lists (`metric-names.ts`),
 * and no label holds anything a caller or a record said. What is in a database is asked when somebody scrapes, within two
 * seconds, and left out when it does not answer.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { inTime } from './in-time.ts';
import { METRICS, type MetricName, type Sample } from './metric-names.ts';

export type { Sample };

const PATIENCE_MS = 2_000;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface AnsweredRequest {
  service: string;
  method: string;
  /** the pattern; undefined where there is no such route */
  route: string | undefined;
  status: number;
  seconds: number;
}

export class ProcessMetrics {
  readonly #registry = new Registry();
  readonly #sampled: Map<MetricName, Gauge | Counter>;
  readonly #sources: (() => Promise<Sample[]>)[] = [];
  readonly #requests: Histogram;
  readonly #limited: Counter;
  #ofProcess = false;

  constructor() {
    const registers = [this.#registry];
    this.#registry.setDefaultLabels({ gatehouse_service: 'gatehouse' });
    this.#requests = new Histogram({
      name: 'gatehouse_http_request_seconds',
      help: 'Requests answered, by route pattern, and how long it took.',
      labelNames: ['gatehouse_service', 'method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    this.#limited = new Counter({
      name: 'gatehouse_http_rate_limited_total',
      help: 'Requests refused because too many came, by whom they were counted for.',
      labelNames: ['gatehouse_service', 'counted_for'],
      registers,
    });
    this.#sampled = new Map(
      (Object.keys(METRICS) as MetricName[]).map((name) => {
        const { kind, help, labels } = METRICS[name];
        const config = { name, help, labelNames: ['gatehouse_service', ...labels], registers };
        return [name, kind === 'counter' ? new Counter(config) : new Gauge(config)];
      }),
    );
  }

  answered({ service, method, route, status, seconds }: AnsweredRequest): void {
    const labels = {
      gatehouse_service: service,
      method: METHODS.has(method) ? method : 'other',
      route: route ?? 'none',
      status,
    };
    this.#requests.observe(labels, seconds);
  }

  /** A request was answered 429. `countedFor`: which turns were used up. */
  limited(service: string, countedFor: 'address' | 'person' | 'urgent'): void {
    this.#limited.inc({ gatehouse_service: service, counted_for: countedFor });
  }

  /** Asks a service for its samples at each scrape. */
  watch(read: () => Promise<Sample[]>): void {
    this.#sources.push(read);
  }

  /** The text format, version 0.0.4. */
  async text(): Promise<string> {
    if (!this.#ofProcess) collectDefaultMetrics({ register: this.#registry });
    this.#ofProcess = true;
    const samples = (await Promise.all(this.#sources.map(answered))).flat();
    for (const metric of this.#sampled.values()) metric.reset();
    for (const { name, service, labels, value } of samples)
      this.#sampled.get(name)?.inc({ ...labels, gatehouse_service: service }, value);
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}

const answered = (read: () => Promise<Sample[]>): Promise<Sample[]> =>
  inTime(read(), PATIENCE_MS, () => []).catch(() => []);
