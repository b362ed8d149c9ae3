/** What others find by a well-known address (RFC 8615): where the services of this port answer the OpenID AuthZEN API. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Handler } from './built-in.ts';
import { Problem } from './problem.ts';
import { answerJson } from './raw-answer.ts';
import { declaredRoutes, serviceOf } from './service-app.ts';

const CONFIGURATION = '/.well-known/authzen-configuration';
const EVALUATION = '/access/v1/evaluation';

/**
 * The metadata of each service's decision point, with its base path behind the well-known one (AuthZEN 1.0, section 9); of the only
 * one of a port also without it.
 *
 * @param origin the address in the metadata: never what a caller said in Host
 */
export const wellKnown = (apps: readonly NestFastifyApplication[], origin: () => string): Handler => {
  const bases = apps
    .filter((app) => declaredRoutes(app).some(({ pattern }) => pattern.endsWith(EVALUATION)))
    .map((app) => `/${serviceOf(app).service}/v1`);
  return (request, response) => {
    const { url = '' } = request;
    const asked =
      url === CONFIGURATION && bases.length === 1 ? bases[0] : bases.find((base) => url === CONFIGURATION + base);
    if (asked === undefined) throw new Problem('route-unknown');
    const point = origin() + asked;
    answerJson(
      request,
      response,
      200,
      JSON.stringify({
        policy_decision_point: point,
        access_evaluation_endpoint: point + EVALUATION,
        access_evaluations_endpoint: `${point}${EVALUATION}s`,
      }),
    );
  };
};
