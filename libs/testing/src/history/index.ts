export { anomaliesOf } from './anomalies.ts';
export type { Anomaly, AnomalyKind, Appended, History, StreamSeen } from './history.ts';
