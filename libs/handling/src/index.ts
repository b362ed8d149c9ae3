export { dayOf, isDay, lastDayAt, monthsLater } from './day.ts';
export { handlingRefusal, loosens, type Handling, type HandlingCondition, type HandlingRefusal } from './handling.ts';
