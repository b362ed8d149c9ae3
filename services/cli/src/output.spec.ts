import { expect, it } from '@jest/globals';
import { shown, table } from './output.ts';

it('shows what came from elsewhere without what a terminal would act on', () => {
  expect(shown('a\u001b[2Jb\r\nc')).toBe('a·[2Jb··c');
  expect(shown('\u202egnp.exe')).toBe('·gnp.exe');
  expect(shown({ n: 1 })).toBe('{"n":1}');
});

it('sets rows under headings, and cuts no last column', () => {
  const long = 'x'.repeat(80);
  expect(table(['a', 'b'], [[long, long]])).toBe(`a${' '.repeat(61)}b\n${long.slice(0, 60)}  ${long}`);
  expect(table(['a', 'b'], [['1', null]])).toBe('a  b\n1');
});
