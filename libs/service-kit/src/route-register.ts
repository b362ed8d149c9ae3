/**
 * Every route a service has, as Fastify registers them: whichever way a route came to be, it stands here.
 */
import type { FastifyInstance } from 'fastify';
import { bodyLimitOf } from './body-rules.ts';
import { declarationOf, traitsOf } from './routes.ts';
import type { RouteDeclaration } from './routes.ts';

export interface RegisteredRoute {
  method: string;
  /** the pattern, such as /police-liaison/v1/alerts/:id */
  pattern: string;
  declaration: RouteDeclaration | undefined;
}

export class RouteRegister {
  private readonly entries: RegisteredRoute[] = [];

  /** Must be called before the first route is added. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', (route) => {
      const { method, url, config } = route;
      route.bodyLimit = bodyLimitOf(declarationOf(config), traitsOf(config));
      for (const one of [method].flat()) {
        this.entries.push({ method: one, pattern: url, declaration: declarationOf(config) });
      }
    });
  }

  all(): readonly RegisteredRoute[] {
    return this.entries;
  }

  /** The methods an address takes; empty when there is no such address. */
  methodsFor(path: string): string[] {
    const methods = this.entries.filter(({ pattern }) => matches(pattern, path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

const matches = (pattern: string, path: string): boolean => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.at(-1) === '*' && given.length > wanted.length) given.length = wanted.length;
  return (
    wanted.length === given.length &&
    wanted.every(
      (segment, i) => segment === '*' || segment === given[i] || (segment.startsWith(':') && given[i] !== ''),
    )
  );
};
