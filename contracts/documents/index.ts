export { clausesPage, instrumentPage } from './page.ts';
