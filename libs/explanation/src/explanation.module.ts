// Why a service decided as it did, mounted by each that decides about items.
import { Module, type DynamicModule } from '@nestjs/common';
import { ExplanationController } from './explanation.controller.ts';
import { EXPLANATION, type Explanation } from './explanation.ts';

@Module({})
export class ExplanationModule {
  /** Routes under `decisions/`. */
  static register(explanation: Explanation): DynamicModule {
    return {
      module: ExplanationModule,
      controllers: [ExplanationController],
      providers: [{ provide: EXPLANATION, useValue: explanation }],
    };
  }
}
