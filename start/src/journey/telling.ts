// What is told of the story: who did what, and what he was answered. Everything in it is taken from answers.
import type { HttpAnswer, PersonaClient, Request } from './persona-client.ts';

export interface Step {
  /** of the story, as the domain reference counts them */
  step: number;
  who: string;
  did: string;
  status: number;
  outcome: string;
}

type Wanted = (answer: HttpAnswer) => boolean;

export class Telling {
  readonly steps: Step[] = [];

  /**
   * Does one thing and keeps what came of it. `until`: asks again until it is so, where something is on its way.
   * @throws Error when it is refused
   */
  async tell(
    step: number,
    client: PersonaClient,
    { did, outcome, until }: { did: string; outcome: (answer: HttpAnswer) => string; until?: Wanted },
    request: Request,
  ): Promise<HttpAnswer> {
    const answer = until ? await client.askUntil(request, until) : await client.ask(request);
    if (answer.status >= 300)
      throw new Error(`${client.persona.name} could not ${did}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.steps.push({ step, who: client.persona.name, did, status: answer.status, outcome: outcome(answer) });
    return answer;
  }
}

export const isOpen: Wanted = ({ status }) => status === 200;

export const statusIn = ({ body }: HttpAnswer): string => String(body['status']);

export const whyNot = ({ body }: HttpAnswer): string => String(body['reason'] ?? body['title']);
