export { deployFiles } from './files.ts';
export { DEPLOYED, secretFilesOf } from './kubernetes.ts';
export { PROCESSES } from '../parties.ts';
export { requiredOf } from '../process/settings.ts';
