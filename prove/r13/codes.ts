// The closed lists of the cases, as the checker of the cases has them.
export {
  ALARMS,
  CLASS_LEVEL,
  CONCEALING,
  CONDITIONS,
  LED6,
  MARKERS,
  PENDING,
  PURPOSES,
  REASON_ORDER,
} from '../../tests/cases/need-to-know/codes.mjs';
