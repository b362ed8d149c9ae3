/**
 * /reference: the API as people read it, rendered in their browser from /openapi.json by Swagger UI.
 *
 * Promise: everything comes from this origin, nothing is written into the page, and a request cannot be sent from it: a token
 * and a case have no place in a reference. The policy lets the page load its own files and nothing else.
 */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setAnswerHeaders } from './answer-headers.ts';
import { Problem } from './problem.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gatehouse: the API</title>
<link rel="icon" type="image/png" href="/reference/favicon-32x32.png">
<link rel="stylesheet" href="/reference/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<noscript>The same as text: <a href="/openapi.json">/openapi.json</a></noscript>
<script src="/reference/swagger-ui-bundle.js"></script>
<script src="/reference/show.js"></script>
</body>
</html>
`;
const SHOW = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  supportedSubmitMethods: [],
  validatorUrl: null,
  plugins: [() => ({ wrapComponents: { authorizeBtn: () => () => null } })],
});
`;
/** Of the package: nothing else of it is served. */
const FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** @throws Problem route-unknown for anything that is no part of the reference */
export const answerReference = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (path === '/reference') return answer(request, response, 'text/html; charset=utf-8', PAGE);
  const name = path.slice('/reference/'.length);
  if (name === 'show.js') return answer(request, response, 'text/javascript; charset=utf-8', SHOW);
  const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (!type) throw new Problem('route-unknown');
  head(request, response, type);
  // The same for everybody until the next release, and large.
  response.setHeader('cache-control', 'public, max-age=3600');
  if (request.method === 'HEAD') return void response.end();
  await pipeline(createReadStream(join(packageFolder(), name)), response);
};

const packageFolder = (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const head = (request: IncomingMessage, response: ServerResponse, type: string): void => {
  setAnswerHeaders(request, response);
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('content-type', type);
};

const answer = (request: IncomingMessage, response: ServerResponse, type: string, text: string): void => {
  head(request, response, type);
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(request.method === 'HEAD' ? undefined : text);
};
