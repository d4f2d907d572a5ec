import { URLSearchParams } from 'node:url';

/** The steps of docs/operations/keys.md, "Keycloak", in its Admin REST API. */

const realm = 'main';
const secret = 'secret-of-ci';
const people = { ana: 'acme', bea: undefined, globo: 'globex' };

/** @returns the issuer, and functions that get the tokens of the program `ci` and of a person */
export async function createRealm({ url, user, password }) {
	const login = { grant_type: 'password', client_id: 'admin-cli', username: user, password };
	const { access_token: admin } = await getToken(`${url}/realms/master`, login);
	const ask = async (method, path, body) => {
		const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
		const answer = await fetch(`${url}/admin/realms${path}`, { method, headers, body: body && JSON.stringify(body) });
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
		return method === 'POST' ? answer.headers.get('location')?.split('/').at(-1) : text && JSON.parse(text);
	};
	await ask('POST', '', { realm, enabled: true });
	// 1. Roles
	for (const name of ['troupe-viewer', 'troupe-editor', 'troupe-admin']) await ask('POST', `/${realm}/roles`, { name });
	const giveRole = async (id, role) =>
		ask('POST', `/${realm}/users/${id}/role-mappings/realm`, [await ask('GET', `/${realm}/roles/${role}`)]);
	// 2. The client scope, 3. the tenant
	const scope = await ask('POST', `/${realm}/client-scopes`, { name: 'troupe', protocol: 'openid-connect', protocolMappers });
	await ask('PUT', `/${realm}/default-default-client-scopes/${scope}`, {});
	const profile = await ask('GET', `/${realm}/users/profile`);
	const tenant = { name: 'tenant', permissions: { view: ['admin'], edit: ['admin'] } };
	await ask('PUT', `/${realm}/users/profile`, { ...profile, attributes: [...profile.attributes, tenant] });
	// 4. Those who call
	const ci = await ask('POST', `/${realm}/clients`, { clientId: 'ci', secret, serviceAccountsEnabled: true, standardFlowEnabled: false });
	const account = await ask('GET', `/${realm}/clients/${ci}/service-account-user`);
	await ask('PUT', `/${realm}/users/${account.id}`, { ...account, attributes: { tenant: ['acme'] } });
	await giveRole(account.id, 'troupe-editor');
	await ask('POST', `/${realm}/clients`, { clientId: 'app', publicClient: true, directAccessGrantsEnabled: true });
	for (const [username, ownTenant] of Object.entries(people)) {
		const id = await ask('POST', `/${realm}/users`, createPerson(username, ownTenant));
		await giveRole(id, 'troupe-viewer');
	}
	// 5. Tokens
	const issuer = `${url}/realms/${realm}`;
	return {
		issuer,
		program: () => getToken(issuer, { grant_type: 'client_credentials', client_id: 'ci', client_secret: secret }),
		person: (username) => getToken(issuer, { grant_type: 'password', client_id: 'app', username, password: username, scope: 'openid' }),
	};
}

const mapper = (name, protocolMapper, config) => ({
	name,
	protocolMapper,
	protocol: 'openid-connect',
	config: { ...config, 'access.token.claim': 'true' },
});

const protocolMappers = [
	mapper('audience', 'oidc-audience-mapper', { 'included.custom.audience': 'troupe' }),
	mapper('tenant', 'oidc-usermodel-attribute-mapper', { 'user.attribute': 'tenant', 'claim.name': 'tenant', 'jsonType.label': 'String' }),
];

const createPerson = (username, tenant) => ({
	username,
	enabled: true,
	email: `${username}@example.com`,
	emailVerified: true,
	firstName: username,
	lastName: 'Lima',
	credentials: [{ type: 'password', value: username }],
	...(tenant && { attributes: { tenant: [tenant] } }),
});

async function getToken(issuer, form) {
	const answer = await fetch(`${issuer}/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) });
	if (!answer.ok) throw new Error(`${issuer} answered ${answer.status}: ${await answer.text()}`);
	return answer.json();
}
