// A certified OpenID provider for the tests: node oidc_provider.mjs PORT REDIRECT_URL
// People sign in through its own development pages under any name; the name is the subject.
import Provider from 'oidc-provider';

const [port, redirect] = process.argv.slice(2);
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
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
