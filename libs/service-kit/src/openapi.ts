/**
 * One OpenAPI 3.1 document for all services of a process.
 *
 * Promise: what a route declares about access is what the document says about token, headers and problems; the shared
 * parts stand once, in components.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemComponents, sharedResponses } from './openapi-components.ts';
import { DECLARATION, PURPOSE_IN_BODY } from './routes.ts';
import type { RouteDeclaration } from './routes.ts';
import { serviceOf } from './service-app.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });
const PURPOSE = ['purpose', 'case'].map(parameter);

/** @throws TypeError when two services use one schema name for different schemas */
export const openApiDocument = (apps: readonly NestFastifyApplication[]): OpenAPIObject => {
  const documents = apps.map(documentOf);
  const [first] = documents;
  if (!first) throw new TypeError('a document needs a service');
  const schemas = documents.reduce((all, one) => merge(all, one.components?.schemas ?? {}), {});
  const shared = problemComponents();
  return {
    ...first,
    tags: apps.map((app) => ({ name: serviceOf(app).service })),
    paths: Object.assign({}, ...documents.map(({ paths }) => paths)),
    components: { ...shared, schemas: { ...schemas, ...shared.schemas } },
  };
};

const documentOf = (app: NestFastifyApplication): OpenAPIObject => {
  const { service, version } = serviceOf(app);
  const info = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle('Gatehouse').setVersion(version).build();
  const document = SwaggerModule.createDocument(app, info, {
    operationIdFactory: (controller, method) => `${service}.${controller.replace(/Controller$/, '')}.${method}`,
  });
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) describe(operation as Operation, service, method);
    }
  }
  return document;
};

interface Operation {
  tags?: string[];
  parameters?: unknown[];
  responses: Record<string, unknown>;
  security?: Record<string, string[]>[];
  [DECLARATION]?: RouteDeclaration;
  [PURPOSE_IN_BODY]?: true;
}

const describe = (operation: Operation, service: string, method: string): void => {
  const declaration = operation[DECLARATION];
  operation.tags = [service];
  operation.responses = { ...sharedResponses(declaration), ...operation.responses };
  if (declaration?.access === 'open') return;
  operation.security = [{ token: [] }];
  const purpose = operation[PURPOSE_IN_BODY] ? [] : PURPOSE;
  operation.parameters = [...(operation.parameters ?? []), ...purpose, parameter('traceparent')];
  if (method === 'post') operation.parameters.push(parameter('idempotencyKey'));
  if (method !== 'get') return;
  operation.parameters.push(parameter('ifNoneMatch'));
  operation.responses['304'] = { $ref: '#/components/responses/not-modified' };
};

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const merge = (all: Schemas, more: Schemas): Schemas => {
  for (const [name, schema] of Object.entries(more)) {
    const known = all[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new TypeError(`two services have different schemas called ${name}`);
    }
  }
  return { ...all, ...more };
};
