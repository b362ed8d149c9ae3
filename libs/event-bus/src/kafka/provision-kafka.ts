import type { TopicShape } from '../reconcile/bus-state.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type { TopicPlan } from '../topic-plan.ts';
import { kafkaAdministration } from './kafka-administration.ts';

/**
 * Makes the topics and rights of a plan on Kafka, and takes what others have on them; other topics are not looked at.
 * @param admin a principal that may create topics and rights (on a local broker the super user)
 * @throws BusFault when the broker refuses; RetryableFault when it was not to be had within half a minute
 */
export const provisionKafka = async (
  admin: { brokers: string[]; username: string; password: string },
  plan: TopicPlan,
  shape: TopicShape = {},
): Promise<void> => {
  await reconcile(kafkaAdministration(admin, shape), { plan, namespace: null });
};
