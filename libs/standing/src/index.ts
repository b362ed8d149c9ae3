export { StandingModule } from './standing.module.ts';
