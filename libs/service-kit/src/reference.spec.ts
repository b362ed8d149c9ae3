import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startExample } from './example/example-service.fixture.ts';
import type { Example } from './example/example-service.fixture.ts';

let example: Example;
beforeAll(async () => void (example = await startExample()));
afterAll(() => example.close());

const get = (path: string, method = 'GET') => fetch(example.origin + path, { method });

describe('the reference', () => {
  it('is a page whose every part is served here, and which nothing is written into', async () => {
    const page = await (await get('/reference')).text();
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address));
    expect(parts).toHaveLength(5);
    expect(parts.filter((address) => !/^\/[a-z]/.test(address))).toEqual([]);
    for (const address of parts) expect([address, (await get(address)).status]).toEqual([address, 200]);
    expect(page).not.toMatch(/<script>|<style|style=|onload=/);
  });

  it('may load its own files and nothing else', async () => {
    for (const path of ['/reference', '/reference/show.js', '/reference/swagger-ui-bundle.js']) {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('shows the document of this deployment and sends no requests', async () => {
    const show = await (await get('/reference/show.js')).text();
    expect(show).toContain("url: '/openapi.json'");
    expect(show).toContain('supportedSubmitMethods: []');
    expect(show).not.toMatch(/https?:/);
  });

  it.each(['/reference/package.json', '/reference/../package.json', '/reference/', '/reference/__proto__'])(
    'gives nothing else of its package: %s',
    async (path) => expect((await get(path)).status).toBe(404),
  );

  it('is read only', async () => {
    expect((await get('/reference', 'POST')).status).toBe(405);
    expect(await (await get('/reference', 'HEAD')).text()).toBe('');
  });
});
