/**
 * Tracing, if the environment asks for it; else nothing of it is even loaded.
 *
 * OTEL_EXPORTER_OTLP_ENDPOINT: where a collector listens (OTLP over HTTP; its other OTEL_EXPORTER_OTLP_ variables hold too).
 * GATEHOUSE_TRACE_FILE: a file to append spans to, one line of JSON each. OTEL_SERVICE_NAME: else what the process is called.
 */
export interface Tracing {
  /** Sends what is waiting and ends; waits no longer than five seconds. */
  stop(): Promise<void>;
}

/**
 * To be called before a process connects to anything. Gives null where nothing is to be traced.
 * @param called what the process is called; each span says itself whose work it is
 */
export const startTracing = async (env: NodeJS.ProcessEnv, called = 'gatehouse'): Promise<Tracing | null> => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: forTraces } = env;
  const file = env['GATEHOUSE_TRACE_FILE'];
  if (!endpoint && !forTraces && !file) return null;
  const { traceTo } = await import('./tracing.ts');
  const collector = Boolean(endpoint ?? forTraces);
  return traceTo({ collector, name: env['OTEL_SERVICE_NAME'] ?? called, ...(file ? { file } : {}) });
};
