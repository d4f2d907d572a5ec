import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { CodeLogins } from './code-logins';
import { DeviceLogins } from './device-logins';
import { exchangeSecret, exchange, type IssuerKey } from './exchange-tokens';
import { startFakeServer, type FakeServer } from './fake-server';

/** Stands in for an OpenID Connect issuer: discovery, rotating keys, Keycloak's tokens, exchange (RFC 8693), device and browser logins. */
export interface OidcIssuer extends Pick<FakeServer, 'calls' | 'close'> {
	issuer: string;
	tokenUrl: string;
	client: { id: string; secret: string };
	/** Signs claims of Keycloak's access tokens. `undefined` removes a claim. */
	sign(claims?: JWTPayload, header?: { alg?: string; kid?: string; typ?: string }): Promise<string>;
	rotate(): Promise<void>;
	devices: Pick<DeviceLogins, 'decide' | 'revoke' | 'tokenSeconds' | 'codeSeconds' | 'slowTo' | 'pause' | 'judge'>;
	codes: CodeLogins;
	/** Answers 503 while down. */
	setDown(down: boolean): void;
	misconfigure(fields: object): void;
}

const realm = '/realms/troupe';
const devicePath = `${realm}/protocol/openid-connect/auth/device`;
const tokenPath = `${realm}/protocol/openid-connect/token`;

export async function startOidcIssuer(audience = 'troupe'): Promise<OidcIssuer> {
	let key = await findKey('key-1');
	let isDown = false;
	let changed: object = {};
	const json = (body: object) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	const server = await startFakeServer(async (call) => {
		const { path } = call;
		if (isDown) return { status: 503, body: 'maintenance' };
		const url = new URL(path, server.url);
		if (path === `${realm}/.well-known/openid-configuration`)
			return json({
				issuer,
				jwks_uri: `${issuer}/protocol/openid-connect/certs`,
				token_endpoint: `${server.url}${tokenPath}`,
				device_authorization_endpoint: `${server.url}${devicePath}`,
				scopes_supported: ['openid', 'offline_access'],
				authorization_endpoint: `${issuer}${codes.paths.authorize}`,
				revocation_endpoint: `${issuer}${codes.paths.revoke}`,
				end_session_endpoint: `${issuer}${codes.paths.end}`,
				authorization_response_iss_parameter_supported: true,
				...changed,
			});
		if (path === `${realm}/protocol/openid-connect/certs`)
			return json({ keys: [{ ...key.jwk, kid: 'for-encryption', use: 'enc', alg: 'RSA-OAEP' }, key.jwk] });
		const form = () => Object.fromEntries(new URLSearchParams(String(call.body)));
		if (path === devicePath && call.method === 'POST') return devices.begin(form());
		if (url.pathname === `${realm}${codes.paths.authorize}`) return codes.authorize(url.searchParams, path);
		if (url.pathname === `${realm}${codes.paths.end}`) return codes.end(url.searchParams);
		if (path === `${realm}${codes.paths.revoke}`) return codes.revokeOne(form());
		if (path === tokenPath)
			return (
				(await codes.answer(form(), call.headers.authorization)) ??
				(await devices.answer(form())) ??
				exchange(call, { issuer, key, audience })
			);
		return { status: 404, body: 'no such page' };
	});
	const issuer = `${server.url}${realm}`;
	const sign: OidcIssuer['sign'] = (claims = {}, header = {}) => {
		const now = Math.floor(Date.now() / 1000);
		const usual = {
			iss: issuer,
			aud: [audience, 'account'],
			sub: '0b2f1c1e-ada',
			azp: 'n8n',
			typ: 'Bearer',
			iat: now,
			exp: now + 300,
			preferred_username: 'ada',
			realm_access: { roles: ['editor', 'offline_access', 'default-roles-troupe'] },
			scope: 'email profile',
		};
		const payload = Object.fromEntries(Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined));
		return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid, typ: 'JWT', ...header }).sign(key.privateKey);
	};
	const codes = new CodeLogins({ issuer: () => issuer, sign });
	const devices = new DeviceLogins(`${issuer}/device`, sign);
	return {
		issuer,
		sign,
		devices,
		codes,
		tokenUrl: `${server.url}${tokenPath}`,
		client: { id: audience, secret: exchangeSecret },
		calls: server.calls,
		close: () => server.close(),
		rotate: async () => {
			key = await findKey(`key-${Number(key.jwk.kid?.slice(4)) + 1}`);
		},
		setDown: (down) => void (isDown = down),
		misconfigure: (fields) => void (changed = fields),
	};
}

/** Issuers of a process share the keys: a new key takes a tenth of a second. */
const keys = new Map<string, Promise<IssuerKey>>();

function findKey(kid: string): Promise<IssuerKey> {
	const key = keys.get(kid) ?? createKey(kid);
	keys.set(kid, key);
	return key;
}

async function createKey(kid: string): Promise<IssuerKey> {
	const { publicKey, privateKey } = await generateKeyPair('RS256');
	return { jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }, privateKey };
}
