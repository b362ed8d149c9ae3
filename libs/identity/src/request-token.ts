/**
 * Asks a provider for a token by client credentials (RFC 6749, 4.4).
 *
 * @param issuer whose discovery document names the token endpoint
 * @param persona the client id
 * @returns the access token
 * @throws Error naming the status when the provider refuses; the answer may repeat secrets and is not quoted
 */
export const requestToken = async (issuer: string, persona: string, secret: string): Promise<string> => {
  const discovery = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { token_endpoint: endpoint } = (await discovery.json()) as { token_endpoint: string };
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${basic(persona, secret)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (!answer.ok || !token) throw new Error(`the identity provider refused ${persona}: ${answer.status}`);
  return token;
};

// RFC 6749, 2.3.1: both parts are form-encoded before they are joined.
const basic = (id: string, secret: string): string =>
  Buffer.from([id, secret].map(encodeURIComponent).join(':')).toString('base64');
