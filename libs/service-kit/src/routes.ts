/**
 * What a route declares about access: exactly one of @Open, @Duty and @Disclosure.
 *
 * Promise: the declaration travels with the route to the gate, the law check and the OpenAPI document; a route without
 * one is refused at run time and listed by `undeclaredRoutes`.
 */
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { StreamedBody } from './streamed-body.ts';

/** Why a route needs no token: a closed list. */
export type OpenReason = 'health' | 'public-log' | 'public-keys' | 'documentation';
export type DisclosureKind =
  'open' | 'list' | 'acknowledge' | 'feedback' | 'consent' | 'use' | 'necessity' | 'break-glass';

export type RouteDeclaration =
  | { access: 'open'; reason: OpenReason }
  | { access: 'duty'; action: string; streams?: StreamedBody }
  | { access: 'disclosure'; kind: DisclosureKind };

export const DECLARATION = 'x-gatehouse-access';
/** What else a route says about itself, beside who may call it. */
export const TRAITS = 'gatehouse-traits';

/** Says in the OpenAPI document that no header says what it is for. */
export const PURPOSE_IN_BODY = 'x-gatehouse-purpose-in-body';

export interface RouteTraits {
  /** has turns of its own at the gate */
  urgent?: true;
  /** each question in its body says what it is for */
  purposeInBody?: true;
  /** its answer is shown once and never kept to be shown again */
  neverKept?: true;
  /** bytes of a body, at most */
  bodyLimit?: number;
}

const declared = new WeakSet<object>();

const declare =
  (declaration: RouteDeclaration): MethodDecorator =>
  (target, key, descriptor: PropertyDescriptor) => {
    const handler: object = descriptor.value;
    if (declared.has(handler))
      throw new TypeError(`${target.constructor.name}.${String(key)} declares its access twice`);
    declared.add(handler);
    configure({ [DECLARATION]: declaration })(target, key, descriptor);
    ApiExtension(DECLARATION, declaration)(target, key, descriptor);
  };

/** Adds to what Fastify is told of a route; Nest alone would replace it. */
const configure =
  (more: Record<string, unknown>): MethodDecorator =>
  (target, key, descriptor: PropertyDescriptor) => {
    const handler: object = descriptor.value;
    const known = configs.get(handler) ?? {};
    const config = { ...known, ...more };
    configs.set(handler, config);
    RouteConfig(config)(target, key, descriptor);
  };
const configs = new WeakMap<object, Record<string, unknown>>();

const trait =
  (more: RouteTraits): MethodDecorator =>
  (target, key, descriptor: PropertyDescriptor) => {
    const known = configs.get(descriptor.value as object)?.[TRAITS] as RouteTraits | undefined;
    configure({ [TRAITS]: { ...known, ...more } })(target, key, descriptor);
  };

/** What must get through whatever else a person asks for, such as raising an alert (ruling 1). Acknowledging is so by itself. */
export const Urgent = (): MethodDecorator => trait({ urgent: true });

/** What a POST shows here is decided each time: it takes no idempotency key, since its answer would be kept for a day. */
export const NeverKept = (): MethodDecorator => trait({ neverKept: true });

/** A route of a standard whose clients know no purpose header: each question in the body has its own. */
export const PurposeInBody = (): MethodDecorator => (target, key, descriptor: PropertyDescriptor) => {
  trait({ purposeInBody: true })(target, key, descriptor);
  ApiExtension(PURPOSE_IN_BODY, true)(target, key, descriptor);
};

/** Another size of body than is usual for its kind of route. @param bytes at most */
export const BodyLimit = (bytes: number): MethodDecorator => trait({ bodyLimit: bytes });

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

/** What the route of this configuration declares; nothing for one that declares nothing. */
export const declarationOf = (config: unknown): RouteDeclaration | undefined =>
  (config as { [DECLARATION]?: RouteDeclaration } | undefined)?.[DECLARATION];

export const traitsOf = (config: unknown): RouteTraits =>
  (config as { [TRAITS]?: RouteTraits } | undefined)?.[TRAITS] ?? {};
