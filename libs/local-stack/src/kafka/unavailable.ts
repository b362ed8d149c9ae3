/** Kafka cannot be had on this machine; the message names what is missing and what would help. */
export class KafkaUnavailable extends Error {
  override name = 'KafkaUnavailable';
}
