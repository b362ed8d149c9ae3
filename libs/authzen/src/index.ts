export { AuthzenModule } from './authzen.module.ts';
