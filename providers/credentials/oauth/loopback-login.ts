import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TroupeError } from '../../../core/base/errors';
import { type OauthTokens, textField } from '../../../core/ports/access/oauth-tokens';
import type { Login } from './login';
import { oauthEndpoints } from './oauth-endpoints';
import { clientRequest, metaExchange, requestTokens } from './renew-tokens';

/**
 * Logs in with a browser and a redirect to a local port (RFC 8252, 7.3), with PKCE (RFC 7636) if supported. @param port 0 uses a free one; a provider
 * that compares whole addresses needs a fixed one
 */
export async function loopbackLogin(login: Login, port = 0): Promise<OauthTokens> {
	const { name, provider, data, send, signal } = login;
	const { hasPkce, loopback } = provider ? oauthEndpoints[provider] : { hasPkce: true, loopback: '127.0.0.1' };
	const state = randomBytes(24).toString('base64url');
	const verifier = hasPkce ? randomBytes(48).toString('base64url') : undefined;
	const answer = Promise.withResolvers<string>();
	const server = createServer((request, response) => receive(request.url ?? '', response, { state, name, data }, answer));
	answer.promise.catch(() => undefined); // it can fail before it is awaited
	const stop = () => answer.reject(cancelled(name, signal));
	signal.addEventListener('abort', stop, { once: true });
	try {
		const redirectUri = `http://${loopback}:${await listen(server, port)}/`;
		login.show(`Open this address in a browser on this machine:\n${authorizationUrl(data, redirectUri, state, verifier)}`);
		if (signal.aborted) stop();
		const code = await answer.promise;
		const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...(verifier && { code_verifier: verifier }) };
		const tokens = await requestTokens(clientRequest(name, data, fields), send, signal);
		// Meta's first token is valid for two hours.
		return provider === 'meta' ? await requestTokens(metaExchange(name, data, tokens.access_token), send, signal) : tokens;
	} finally {
		signal.removeEventListener('abort', stop);
		server.closeAllConnections();
		server.close();
	}
}

function authorizationUrl(data: CredentialFields, redirectUri: string, state: string, verifier?: string): string {
	const url = URL.parse(textField(data, 'authUrl'));
	if (!url || !/^https?:$/.test(url.protocol))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The credential has no address to log in at: its field authUrl is missing or invalid.',
			fix: 'Name a provider with --provider, or add the credential with the field authUrl.',
		});
	for (const [key, value] of new URLSearchParams(textField(data, 'authQueryParameters'))) url.searchParams.set(key, value);
	const challenge = verifier && {
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	};
	const fields = {
		client_id: textField(data, 'clientId'),
		redirect_uri: redirectUri,
		response_type: 'code',
		state,
		...(textField(data, 'scope') && { scope: textField(data, 'scope') }),
		...challenge,
	};
	for (const [key, value] of Object.entries(fields)) url.searchParams.set(key, value);
	return url.href;
}

type CredentialFields = Login['data'];

/** Takes the first answer with our state; ignores other requests, such as for an icon. */
function receive(
	path: string,
	response: ServerResponse,
	{ state, name, data }: Pick<Login, 'name' | 'data'> & { state: string },
	answer: PromiseWithResolvers<string>,
): void {
	const { pathname, searchParams } = new URL(path, 'http://loopback');
	const code = searchParams.get('code');
	const error = searchParams.get('error');
	if (pathname !== '/' || searchParams.get('state') !== state || (code === null && error === null))
		return void reply(response, 404, 'This is not the end of the login. Use the address that the command shows.');
	if (code !== null && isIssuer(data, searchParams.get('iss'))) {
		reply(response, 200, 'You are logged in. Close this page and return to the terminal.');
		return answer.resolve(code);
	}
	reply(response, 400, 'The login was refused. Close this page and return to the terminal.');
	answer.reject(loginRefused(name, error ?? 'issuer_mismatch'));
}

/** RFC 9207, 2.4: a code of another server is not sent to this one. */
function isIssuer(data: CredentialFields, issuer: string | null): boolean {
	const expected = textField(data, 'issuer');
	if (expected === '') return true;
	return issuer === null ? data.isIssuerSent !== true : issuer === expected;
}

function reply(response: ServerResponse, status: number, text: string): void {
	response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' }).end(text);
}

async function listen(server: Server, port: number): Promise<number> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	server.once('error', reject).listen(port, '127.0.0.1', resolve);
	await promise.catch((cause: NodeJS.ErrnoException) => {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The port ${port} of this machine cannot be used for the login (${cause.code}).`,
			fix: 'Name another one with --port.',
			cause,
		});
	});
	return (server.address() as AddressInfo).port;
}

export async function findFreePort(): Promise<number> {
	const server = createServer();
	const port = await listen(server, 0);
	await new Promise((resolve) => server.close(resolve));
	return port;
}

export function loginRefused(name: string, error: string): TroupeError {
	const code = /^[\w.-]{1,60}$/.test(error) ? error : 'an error';
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `The login of the credential ${name} was refused: ${code}.`,
		fix:
			code === 'access_denied'
				? 'Log in again and allow the access, or ask an administrator of the account to allow it.'
				: 'Check the client, the scopes and the redirect address at the provider, then log in again.',
		details: { credential: name, error: code },
	});
}

/** Distinguishes a timeout from a cancellation by the person. */
export function cancelled(name: string, { reason }: AbortSignal): TroupeError {
	const isLate = (reason as Error | undefined)?.name === 'TimeoutError';
	return new TroupeError({
		code: 'CANCELLED',
		message: `The login of the credential ${name} ${isLate ? 'was not finished in time' : 'was stopped'}.`,
		fix: 'Run the command again.',
	});
}
