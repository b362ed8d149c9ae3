// How a deployment wants its port held, from the environment; what is not said is as for this machine alone.
import type { Edge } from '@gatehouse/service-kit';

/**
 * GATEHOUSE_METRICS_TOKEN: who has it may read /metrics from elsewhere. GATEHOUSE_HSTS=1: this name is asked over TLS
 * alone. GATEHOUSE_PUBLIC_URL: the address under which others reach it. GATEHOUSE_DRAIN_MS: how long to go on answering after SIGTERM, until nobody sends requests here any more (0). */
export const edgeOf = (env: NodeJS.ProcessEnv): Edge => {
  const metricsToken = env['GATEHOUSE_METRICS_TOKEN'];
  const drainMs = Number(env['GATEHOUSE_DRAIN_MS'] ?? 0);
  if (!Number.isInteger(drainMs) || drainMs < 0 || drainMs > 60_000)
    throw new Error(`GATEHOUSE_DRAIN_MS is milliseconds up to 60000, not '${env['GATEHOUSE_DRAIN_MS']}'`);
  const publicUrl = env['GATEHOUSE_PUBLIC_URL'];
  if (publicUrl && !/^https?:\/\/[^/?#]+$/.test(publicUrl))
    throw new Error(
      `GATEHOUSE_PUBLIC_URL is an address without a path, such as https://police.example, not '${publicUrl}'`,
    );
  const strictTransport = env['GATEHOUSE_HSTS'] === '1';
  return { ...(metricsToken ? { metricsToken } : {}), ...(publicUrl ? { publicUrl } : {}), strictTransport, drainMs };
};
