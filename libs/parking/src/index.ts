export { ParkingModule } from './parking.module.ts';
