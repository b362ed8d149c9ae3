/**
 * What a route declares about access: exactly one of @Open, @Duty and @Disclosure.
 *
 * Promise: the declaration travels with the route to the gate, the law check and the OpenAPI document; a route without
 * one is refused at run time and listed by `undeclaredRoutes`.
 */
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { StreamedBody } from './streamed-body.ts';

/** Why a route needs no token: a closed list. */
export type OpenReason = 'health' | 'public-log' | 'public-keys' | 'documentation';
export type DisclosureKind = 'open' | 'list' | 'acknowledge';

export type RouteDeclaration =
  | { access: 'open'; reason: OpenReason }
  | { access: 'duty'; action: string; streams?: StreamedBody }
  | { access: 'disclosure'; kind: DisclosureKind };

export const DECLARATION = 'x-gatehouse-access';
const declared = new WeakSet<object>();

const declare =
  (declaration: RouteDeclaration): MethodDecorator =>
  (target, key, descriptor: PropertyDescriptor) => {
    const handler: object = descriptor.value;
    if (declared.has(handler))
      throw new TypeError(`${target.constructor.name}.${String(key)} declares its access twice`);
    declared.add(handler);
    applyDecorators(RouteConfig({ [DECLARATION]: declaration }), ApiExtension(DECLARATION, declaration))(
      target,
      key,
      descriptor,
    );
  };

/** Anybody may call this, without a token. */
export const Open = (reason: OpenReason): MethodDecorator => declare({ access: 'open', reason });

/**
 * A duty of the service's own agency: the duties policy decides before the body is read; a refusal is audited.
 * @param streams the route takes a file instead of JSON: see `receiveStream`
 */
export const Duty = (action: string, streams?: StreamedBody): MethodDecorator =>
  declare({ access: 'duty', action, ...(streams && { streams }) });

/** The handler asks the one `disclose()`; the gate authenticates and binds purpose and case, nothing more. */
export const Disclosure = (kind: DisclosureKind): MethodDecorator => declare({ access: 'disclosure', kind });
