import { isTroupeError, TroupeError } from '../../core/base/errors';
import { isSafeUrl } from '../../core/base/network/loopback';
import type { CredentialData } from '../../core/ports/access/credentials';
import { withTokens } from '../../core/ports/access/oauth-tokens';
import { readBytes } from '../../providers/http/read-bytes';
import { sendForCredentials } from '../../providers/compose/credentials/credentials';
import { deviceLogin } from '../../providers/credentials/oauth/device-login';
import { discoverIssuer } from '../../service/access/oidc/issuer-keys';
import { printable, type Terminal } from '../terminal/terminal';

const timeoutMs = 15_000;
const maxBytes = 64 * 1024;

/** Returns the address of a service, however it is written: without the port of its scheme, slashes at its end and `/api/v1`. */
export const nameService = ({ origin, pathname }: URL): string => `${origin}${pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}`;

interface FoundIssuer {
	issuer: string;
	resource: string;
}

/** @throws TroupeError ACCESS_DENIED */
export async function findIssuer(url: string, stop: AbortSignal): Promise<FoundIssuer | undefined> {
	const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
	// Whoever calls the service says why it cannot be reached.
	const answer = await fetch(`${url}/.well-known/oauth-protected-resource/api/v1`, { redirect: 'error', signal }).catch(() => undefined);
	if (!answer?.ok || !answer.body) return undefined;
	const { bytes, cut } = await readBytes(answer.body, maxBytes);
	const {
		resource: told,
		authorization_servers: issuers,
		dpop_bound_access_tokens_required: needsProofs,
	} = cut ? {} : parseObject(Buffer.from(bytes).toString());
	if (needsProofs === true)
		throw refused(
			new URL(url).host,
			'it takes tokens that are bound to a key alone (TROUPE_BOUND_TOKENS), and commands send no proofs of one',
			"Run the command on the machine of the service, or log in with the service's own token: troupe login URL --key.",
		);
	const issuer: unknown = Array.isArray(issuers) ? issuers[0] : undefined;
	// Section 3.3: a service that names another one would pass the token on.
	const resource = typeof told === 'string' ? told : '';
	const named = URL.parse(resource);
	if (named && nameService(named) === url && typeof issuer === 'string') return { issuer, resource };
	throw refused(new URL(url).host, `what it says about itself is about ${JSON.stringify(told)}`, 'Name the service by its own address.');
}

export interface AskedOfIssuer {
	client?: string;
	scopes?: string[];
	/** The name that the issuer knows the service by. Replaces the resource in requests for tokens. */
	audience?: string;
	/** False: it takes no resource. */
	resource?: boolean;
}

/** Logs a person in at an issuer, on any device (RFC 8628). @returns the client and its tokens @throws TroupeError ACCESS_DENIED, ISSUER_UNREACHABLE */
export async function loginAtIssuer(
	name: string,
	url: string,
	{ issuer, resource }: FoundIssuer,
	{ client, scopes, audience, resource: takesResource }: AskedOfIssuer,
	{ stop, note }: Terminal,
): Promise<CredentialData> {
	if (!isSafeUrl(issuer)) throw refused(name, `its issuer ${issuer} is not encrypted`, 'Ask its operator.');
	const found = await discoverIssuer(issuer, sendForCredentials, away);
	const { device_authorization_endpoint: deviceUrl, token_endpoint: tokenUrl, scopes_supported: known } = found;
	if (typeof deviceUrl !== 'string' || typeof tokenUrl !== 'string' || !isSafeUrl(deviceUrl) || !isSafeUrl(tokenUrl))
		throw refused(name, `its issuer ${issuer} has no login on other devices`, 'Log in with a key: troupe login URL --key');
	const offline = Array.isArray(known) && known.includes('offline_access') ? ['offline_access'] : [];
	const scope = (scopes ?? ['openid', ...offline]).join(' ');
	const target = audience === undefined ? { ...(takesResource !== false && { resource }) } : { audience };
	const data = { grantType: 'deviceCode', accessTokenUrl: tokenUrl, clientId: client, scope, issuer, ...target };
	note(printable(`${new URL(url).host} sends you to ${new URL(issuer).host}. Log in only if you know it.`));
	const login = { name, provider: null, data, send: sendForCredentials, signal: stop, show: (text: string) => note(printable(text)) };
	const tokens = await deviceLogin(login, deviceUrl).catch((cause: unknown) => {
		if (stop.aborted)
			throw new TroupeError({ code: 'CANCELLED', message: `The login to ${name} was stopped.`, fix: 'Run the command again.' });
		if (!isTroupeError(cause)) throw cause;
		if (cause.code === 'CREDENTIAL_SERVICE_UNREACHABLE') throw away(issuer, 'what it names for that cannot be reached', cause);
		if (cause.code !== 'CREDENTIAL_INVALID') throw cause;
		const { error = 'no tokens' } = cause.details ?? {};
		throw refused(name, `its issuer answered ${String(error)}`, findFix(String(error)), cause);
	});
	if (tokens.refresh_token === undefined) note('The issuer sent no refresh token: log in again when the token has expired.');
	return withTokens(data, tokens, Date.now());
}

const findFix = (error: string): string => {
	if (['invalid_client', 'unauthorized_client', 'invalid_scope'].includes(error))
		return 'Name the client that the issuer has for it: --client ID, and --scopes. It must be public, and allow the device flow.';
	if (['invalid_target', 'invalid_resource', 'invalid_request'].includes(error))
		return 'Say what the issuer calls the service, with --audience NAME, or leave that to the scopes: --no-resource --scopes SCOPE.';
	return 'Log in again, and allow it in time.';
};

const away = (issuer: string, why: string, cause?: unknown) =>
	new TroupeError({
		code: 'ISSUER_UNREACHABLE',
		message: `The issuer ${issuer} does not say how to log in: ${why}.`,
		fix: 'Check that this machine reaches it, and log in again. Where the service takes keys, add --key.',
		retryable: true,
		cause,
	});

function parseObject(text: string): Record<string, unknown> {
	try {
		return (JSON.parse(text) ?? {}) as Record<string, unknown>;
	} catch {
		return {};
	}
}

const refused = (name: string, why: string, fix: string, cause?: unknown) =>
	new TroupeError({ code: 'ACCESS_DENIED', message: `Nobody can log in to ${name}: ${why}.`, fix, cause });
