/** Every metric a service is asked for at a scrape, with its labels: a closed list. */
const metric = <const L extends readonly string[]>(kind: 'counter' | 'gauge', help: string, labels: L) => ({
  kind,
  help,
  labels,
});

export const METRICS = {
  gatehouse_worker_steps_total: metric('counter', 'Steps of a worker: with work, without, or failed.', [
    'worker',
    'outcome',
  ]),
  gatehouse_bus_messages_total: metric('counter', 'Messages from the bus: kept, parked, or to be tried again.', [
    'lane',
    'outcome',
  ]),
  gatehouse_outbox_messages: metric('gauge', 'Messages that wait to be sent, or for their receipt.', ['waits_for']),
  gatehouse_outbox_oldest_seconds: metric('gauge', 'Age of the oldest message that waits.', ['waits_for']),
  gatehouse_inbox_messages: metric('gauge', 'Messages ever received, as the database estimates it.', []),
  gatehouse_waiting_messages: metric('gauge', 'Messages that came before their predecessor and wait for it.', []),
  gatehouse_parked_messages: metric('gauge', 'Messages that could not be accepted and wait for a person.', []),
  gatehouse_held_items: metric('gauge', 'Items that may not leave yet, by item and recipient.', []),
  gatehouse_audit_unnumbered_records: metric('gauge', 'Audit records that the sequencer has not numbered yet.', []),
  gatehouse_audit_unshipped_records: metric('gauge', 'Numbered audit records that have not left yet.', []),
  gatehouse_projection_lag_events: metric('gauge', 'Events a projection has not seen yet, counted to 10000.', [
    'projection',
  ]),
  gatehouse_projection_lag_seconds: metric('gauge', 'Age of the oldest event a projection has not seen yet.', [
    'projection',
  ]),
  gatehouse_pool_connections: metric('gauge', 'Connections to the database, and callers that wait for one.', [
    'state',
    'serves',
  ]),
  gatehouse_item_key_look_ups_total: metric('counter', 'Keys of items that were looked up, by what had them at hand.', [
    'answered_by',
  ]),
  gatehouse_item_keys_made_total: metric('counter', 'Keys made for new items.', []),
  gatehouse_item_keys_cached: metric('gauge', 'Keys of items at hand in this process.', []),
  gatehouse_decisions_shadowed_total: metric('counter', 'Questions both policy engines of the process were asked.', []),
  gatehouse_engines_diverged: metric(
    'gauge',
    '1 once the policy engines of the process differed: it decides nothing.',
    [],
  ),
  gatehouse_http_requests_at_once: metric('gauge', 'Requests in work, and those that wait for a place.', ['state']),
  gatehouse_cut_offs_unacknowledged: metric('gauge', 'Cut-offs that are not complete and wait for this service.', [
    'waits_for',
  ]),
  gatehouse_cut_off_oldest_seconds: metric('gauge', 'Age of the oldest cut-off that waits for this service.', [
    'waits_for',
  ]),
  gatehouse_lanes_look_age_seconds: metric(
    'gauge',
    'Since the bus was last looked at as a whole and brought in line.',
    [],
  ),
  gatehouse_lanes_bundle_age_seconds: metric('gauge', 'Age of the bundle that the lanes follow.', []),
  gatehouse_lanes_left_to_do: metric('gauge', 'Steps at the bus that wait for a person to decide.', ['step']),
  gatehouse_lanes_drifts_total: metric(
    'counter',
    'Times that something was changed at the bus by hand and put right.',
    [],
  ),
  gatehouse_log_unintegrated_records: metric('gauge', 'Kept records that are not in the log yet.', []),
} as const;

export type MetricName = keyof typeof METRICS;

/** One value of one metric of one service. Labels are as the list says, and never what a caller or a record said. */
export type Sample = {
  [N in MetricName]: {
    name: N;
    service: string;
    labels: Record<(typeof METRICS)[N]['labels'][number], string>;
    value: number;
  };
}[MetricName];
