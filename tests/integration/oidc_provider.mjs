// A certified OpenID provider for the tests: node oidc_provider.mjs PORT REDIRECT_URL ISSUED
// People sign in through its own development pages under any name; the name is the subject.
// What it issues is written to the file ISSUED, one JSON a line, to be looked for elsewhere.
import { appendFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const [port, redirect, issued] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'tiepdan',
    client_secret: 'a-secret-of-the-tests-and-of-nothing-else',
    redirect_uris: [redirect],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, name: 'Người Thử' }),
  }),
  pkce: { required: () => true },
  cookies: { keys: ['of the tests'] },
});
provider.on('grant.success', (ctx) => appendFileSync(issued, `${JSON.stringify(ctx.body)}\n`));
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
