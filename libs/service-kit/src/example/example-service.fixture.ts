/** A tiny service on real HTTP, for the specs: tokens are the person's name, one person has no duties. */
import { Module } from '@nestjs/common';
import { AuthenticationFault } from '../caller.ts';
import type { TokenVerifier } from '../caller.ts';
import type { DutyQuestion } from '../gate.ts';
import { listen } from '../listen.ts';
import type { Edge } from '../listen.ts';
import { processLogger } from '../log.ts';
import { createServiceApp } from '../service-app.ts';
import type { ServiceOptions } from '../service-app.ts';
import { FileController } from './file.controller.ts';
import { NoteController } from './note.controller.ts';

@Module({ controllers: [NoteController, FileController] })
class ExampleModule {}

const identity: TokenVerifier = {
  verify: async (authorization) => {
    if (authorization === undefined) throw new AuthenticationFault('token-missing');
    if (authorization === 'Bearer old') throw new AuthenticationFault('token-expired');
    const person = /^Bearer (writer|stranger)$/.exec(authorization)?.[1];
    if (!person) throw new AuthenticationFault('token-invalid');
    return { person, agency: 'kz-prison-service', unit: 'prison-17', roles: ['writer'], clientId: 'spec' };
  },
};

export const exampleService = async (overrides: Partial<ServiceOptions> = {}) => {
  const lines: string[] = [];
  const refused: { question: DutyQuestion; reason: string }[] = [];
  const app = await createServiceApp(ExampleModule, {
    service: 'example',
    identity,
    duties: ({ caller }) => ({ permitted: caller.person === 'writer', reason: 'ROLE_NOT_COVERED' }),
    onRefused: async (question, reason) => void refused.push({ question, reason }),
    logger: processLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
    ...overrides,
  });
  return { app, lines, refused };
};

/** The example behind its port. */
export const startExample = async (overrides: Partial<ServiceOptions> = {}, edge: Edge = {}) => {
  const example = await exampleService(overrides);
  return { ...example, ...(await listen([example.app], [], 0, '127.0.0.1', edge)) };
};

export type Example = Awaited<ReturnType<typeof startExample>>;

/** The headers of a well-made request. */
export const asWriter = { authorization: 'Bearer writer', 'gatehouse-purpose': 'INVESTIGATE' };
