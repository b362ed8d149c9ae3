export { createPrisonIntelligence, SERVICE } from './prison-intelligence.ts';
