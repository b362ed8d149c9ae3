export { createPoliceLiaison, SERVICE } from './police-liaison.ts';
