// The decision point of an agency for its own systems (OpenID AuthZEN Authorization API 1.0), mounted by its services.
import { Module, type DynamicModule } from '@nestjs/common';
import { EvaluationController } from './evaluation.controller.ts';
import { AUTHZEN, type Authzen } from './evaluate.ts';

@Module({})
export class AuthzenModule {
  /** Routes under `access/v1/`. */
  static register(authzen: Authzen): DynamicModule {
    return {
      module: AuthzenModule,
      controllers: [EvaluationController],
      providers: [{ provide: AUTHZEN, useValue: authzen }],
    };
  }
}
