import { randomUUID, type webcrypto } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify, SignJWT, type JWK } from 'jose';
import type { FakeCall, WireAnswer } from './fake-server';

export type IssuerKey = { jwk: JWK; privateKey: webcrypto.CryptoKey };

export const exchangeSecret = 'secret-of-the-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const audiences = ['https://bank.example', 'https://shop.example'];

interface Realm {
	issuer: string;
	key: IssuerKey;
	audience: string;
}

/** Follows Keycloak's standard token exchange with its refusals. With an actor, the token names who acts. */
export async function exchange({ body, headers }: FakeCall, { issuer, key, audience: client }: Realm): Promise<WireAnswer> {
	const form = new URLSearchParams(String(body));
	const basic = Buffer.from((headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
	if (basic !== `${encodeURIComponent(client)}:${exchangeSecret}`)
		return refuse(401, 'invalid_client', 'Invalid client or Invalid client credentials');
	if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:token-exchange') return refuse(400, 'unsupported_grant_type');
	if (form.get('subject_token_type') !== accessToken) return refuse(400, 'invalid_request', 'subject_token supports access tokens only');
	const keys = createLocalJWKSet({ keys: [key.jwk] });
	const subject = await jwtVerify(form.get('subject_token') ?? '', keys, { issuer, algorithms: ['RS256'] }).catch(() => undefined);
	if (!subject) return refuse(400, 'invalid_request', 'Invalid token');
	const { sub, aud } = subject.payload;
	if (![aud].flat().includes(client)) return refuse(403, 'access_denied', 'Client is not within the token audience');
	const audience = form.get('audience') ?? '';
	if (!audiences.includes(audience)) return refuse(400, 'invalid_request', `Requested audience not available: ${audience}`);
	const actor = form.get('actor_token');
	const act = actor !== null && { act: { sub: decodeJwt(actor).sub } };
	const now = Math.floor(Date.now() / 1000);
	const claims = { iss: issuer, aud: audience, sub, azp: client, typ: 'Bearer', jti: randomUUID(), iat: now, exp: now + 60, ...act };
	const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid, typ: 'JWT' }).sign(key.privateKey);
	return json(200, {
		access_token: token,
		expires_in: 60,
		refresh_expires_in: 0,
		token_type: 'Bearer',
		issued_token_type: accessToken,
		scope: '',
	});
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
const refuse = (status: number, error: string, description = error): WireAnswer => json(status, { error, error_description: description });
