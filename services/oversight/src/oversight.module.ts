// The only place where the parts of this service are put together.
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LogController } from './log/log.controller.ts';
import { ReadCheckpointHandler, ReadLogResourceHandler } from './log/log.queries.ts';
import { OVERSIGHT, type Oversight } from './oversight.ts';
import { RecordsController } from './records/records.controller.ts';
import { ActsOfPersonHandler, RecordByNumberHandler, RecordsOfPersonHandler } from './records/records.queries.ts';

@Module({})
export class OversightModule {
  static register(oversight: Oversight): DynamicModule {
    return {
      module: OversightModule,
      imports: [CqrsModule.forRoot()],
      controllers: [LogController, RecordsController],
      providers: [
        { provide: OVERSIGHT, useValue: oversight },
        ReadCheckpointHandler,
        ReadLogResourceHandler,
        RecordsOfPersonHandler,
        ActsOfPersonHandler,
        RecordByNumberHandler,
      ],
    };
  }
}
