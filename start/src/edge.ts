// How a deployment wants its port held, from the environment; what is not said is as for this machine alone.
import type { Edge } from '@gatehouse/service-kit';

/** GATEHOUSE_METRICS_TOKEN: who has it may read /metrics from elsewhere. */
export const edgeOf = (env: NodeJS.ProcessEnv): Edge => {
  const metricsToken = env['GATEHOUSE_METRICS_TOKEN'];
  return { ...(metricsToken ? { metricsToken } : {}) };
};
