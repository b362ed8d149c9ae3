// The only place where the parts of this service are put together.
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ParkingModule } from '@gatehouse/parking';
import { RecordBreachNoticeHandler, ReportBreachHandler } from './breach/breach.commands.ts';
import { BreachController } from './breach/breach.controller.ts';
import { BundleController } from './bundle/bundle.controller.ts';
import { CutOffController } from './cut-off/cut-off.controller.ts';
import { ActOnInstrumentHandler, DraftInstrumentHandler } from './instrument/instrument.commands.ts';
import { InstrumentController } from './instrument/instrument.controller.ts';
import { ObligationController } from './instrument/obligation.controller.ts';
import { PartyActsController } from './instrument/party-acts.controller.ts';
import { NoticeController } from './notice/notice.controller.ts';
import { ConfirmPartyKeyHandler, RegisterPartyKeyHandler, RevokePartyKeyHandler } from './party/party.commands.ts';
import { PartyController } from './party/party.controller.ts';
import { InstrumentPerformanceController } from './performance/performance.controller.ts';
import { REGISTRY, type Registry } from './registry.ts';
import { DeliberationController } from './working-group/deliberation.controller.ts';
import { MoveInWorkingGroupHandler } from './working-group/working-group.commands.ts';
import { WorkingGroupController } from './working-group/working-group.controller.ts';

@Module({})
export class PolicyModule {
  static register(registry: Registry): DynamicModule {
    return {
      module: PolicyModule,
      imports: [CqrsModule.forRoot(), ParkingModule.register(registry.agency)],
      controllers: [
        InstrumentController,
        PartyActsController,
        CutOffController,
        ObligationController,
        BreachController,
        WorkingGroupController,
        DeliberationController,
        InstrumentPerformanceController,
        PartyController,
        NoticeController,
        BundleController,
      ],
      providers: [
        { provide: REGISTRY, useValue: registry },
        DraftInstrumentHandler,
        ActOnInstrumentHandler,
        ReportBreachHandler,
        RecordBreachNoticeHandler,
        RegisterPartyKeyHandler,
        ConfirmPartyKeyHandler,
        RevokePartyKeyHandler,
        MoveInWorkingGroupHandler,
      ],
    };
  }
}
