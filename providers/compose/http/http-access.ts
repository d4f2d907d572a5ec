import { BoundedCache } from '../../../core/base/bounded-cache';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import type { Credential } from '../../../core/ports/access/credentials';
import { findEnds, readProofKey, withTokens } from '../../../core/ports/access/oauth-tokens';
import { nameServer } from '../../../core/tools/secret-servers';
import { fillSecrets, listSecrets } from '../../../core/tools/tool-headers';
import { accessOf, type RequestAccess } from '../../credentials/known-types';
import { createTokenServer } from '../../credentials/oauth/renew-tokens';
import { checkServer } from '../credentials/credential-servers';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import { composeCredentials } from '../credentials/credentials';
import type { VaultHost } from '../hosts/state-host';
import type { ToolGrants } from '../hosts/tool-host';

export type HttpHost = VaultHost & ToolGrants;

export type HttpAuthentication =
	| { kind: 'none' }
	| { kind: 'credential'; credential: string }
	| { kind: 'basic'; username: string; password: string }
	| { kind: 'bearer'; token: string }
	| { kind: 'header' | 'query'; name: string; value: string }
	| { kind: 'oauth2'; tokenUrl: string; clientId: string; clientSecret: string; scope?: string; audience?: string };

export interface Access extends Required<RequestAccess> {
	/** The token is bound to this key; each request proves it. */
	proofKey?: string;
	/** Values that the answer must not repeat. */
	secrets: string[];
	/** Replaces a token that the server refused; undefined if there is no other. */
	renew?: () => Promise<Access>;
}

/** @throws TroupeError CREDENTIAL_…, TOOL_INVALID */
export async function composeAccess(authentication: HttpAuthentication, url: URL, host: HttpHost, signal: AbortSignal): Promise<Access> {
	if (authentication.kind === 'none') return { headers: {}, query: {}, secrets: [] };
	if (authentication.kind === 'credential') return fromStore(authentication.credential, url, host, signal);
	const fill = (text: string) => fillIn(text, url.href, host);
	switch (authentication.kind) {
		case 'basic':
			return fromData('httpBasicAuth', { user: fill(authentication.username), password: fill(authentication.password) });
		case 'bearer':
			return fromData('httpBearerAuth', { token: fill(authentication.token) });
		case 'header':
			return fromData('httpHeaderAuth', { name: authentication.name, value: fill(authentication.value) });
		case 'query':
			return fromData('httpQueryAuth', { name: authentication.name, value: fill(authentication.value) });
		case 'oauth2':
			return fromClient(authentication, host, signal);
	}
}

function fromData(type: string, data: Record<string, string>): Access {
	const { headers = {}, query = {} } = accessOf({ name: 'of the task', type, data });
	return { headers, query, secrets: [...Object.values(headers), ...Object.values(query), ...Object.values(data)] };
}

async function fromStore(name: string, url: URL, host: HttpHost, signal: AbortSignal): Promise<Access> {
	const credentials = composeCredentials(host);
	const toAccess = (credential: Credential): Access => {
		checkServer(credential, url.hostname);
		const { headers = {}, query = {} } = accessOf(credential);
		const secrets = [...Object.values(headers).flatMap((value) => [value, value.replace(/^\S+ /, '')]), ...Object.values(query)];
		const isToken = credential.data.oauthTokenData !== undefined;
		const renew = async () => toAccess(await credentials.renew(credential, host.tenant ?? defaultTenant, signal));
		return { headers, query, secrets, ...(isToken && { renew }), proofKey: readProofKey(credential.data) };
	};
	return toAccess(await credentials.resolve(name, host.tenant ?? defaultTenant, signal));
}

type Client = Extract<HttpAuthentication, { kind: 'oauth2' }>;

const marginMs = 30_000;
const tokens = new BoundedCache<{ token: string; endsAt: number }>(200);

async function fromClient(client: Client, host: HttpHost, signal: AbortSignal): Promise<Access> {
	const [clientId, clientSecret] = [client.clientId, client.clientSecret].map((text) => fillIn(text, client.tokenUrl, host));
	const key = JSON.stringify([client, clientId, clientSecret, host.tenant ?? defaultTenant]);
	const ask = async (): Promise<Access> => {
		const data = {
			grantType: 'clientCredentials',
			authentication: 'body',
			accessTokenUrl: client.tokenUrl,
			clientId,
			clientSecret,
			scope: client.scope,
			...(client.audience && {
				sendAdditionalBodyProperties: true,
				additionalBodyProperties: JSON.stringify({ audience: client.audience }),
			}),
		};
		const answer = await createTokenServer(guardedFetch(withResidency('The server of the login', host))).renew(
			{ name: `of the client ${client.clientId}`, provider: null },
			data,
			signal,
		);
		const { tokenEndsAt } = findEnds('oAuth2Api', withTokens(data, answer, Date.now()), null, Date.now());
		if (tokenEndsAt !== null) tokens.set(key, { token: answer.access_token, endsAt: tokenEndsAt });
		return toAccess(answer.access_token);
	};
	const toAccess = (token: string): Access => ({
		headers: { authorization: `Bearer ${token}` },
		query: {},
		secrets: [token, clientSecret ?? ''],
	});
	const known = tokens.get(key);
	return known && known.endsAt - Date.now() > marginMs ? { ...toAccess(known.token), renew: ask } : ask();
}

/** @throws TroupeError TOOL_INVALID for a secret that is missing, or not for this server */
function fillIn(text: string, url: string, host: HttpHost): string {
	const server = URL.canParse(url) ? nameServer(url) : undefined;
	const find = (name: string) => host.boundSecrets?.(name, server, host.tenant)?.trim();
	const missing = listSecrets(text).find((name) => !find(name));
	if (missing === undefined) return fillSecrets(text, find);
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `The worker does not have the secret ${missing} for the tenant ${host.tenant ?? defaultTenant}.`,
		fix: `Set TROUPE_TOOL_SECRET_${missing} and TROUPE_TOOL_SECRET_${missing}_SERVERS on the worker (and TROUPE_TOOL_SECRET_${missing}_TENANTS for another tenant than its own), or store a credential: \`troupe credentials add\`.`,
		details: { secret: missing },
	});
}
