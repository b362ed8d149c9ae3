import type { TopicShape } from '../reconcile/bus-state.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type { TopicPlan } from '../topic-plan.ts';
import type { AdministratorLogin } from './administrator.ts';
import { kafkaAdministration } from './kafka-administration.ts';

/**
 * Makes the topics and rights of a plan on Kafka, and takes what others have on them; other topics are not looked at.
 * @param login of a principal that may create topics and rights (on a local broker the super user)
 * @throws BusFault when the broker refuses; RetryableFault when it was not to be had within half a minute
 */
export const provisionKafka = async (
  login: AdministratorLogin,
  plan: TopicPlan,
  shape: TopicShape = {},
): Promise<void> => {
  const administration = kafkaAdministration(login, shape);
  await reconcile(administration, { plan, namespace: null }).finally(() => administration.close());
};
