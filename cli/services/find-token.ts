import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { CredentialData } from '../../core/ports/access/credentials';
import { readTokens, withTokens } from '../../core/ports/access/oauth-tokens';
import { sendForCredentials } from '../../providers/compose/credentials/credentials';
import { createTokenServer } from '../../providers/credentials/oauth/renew-tokens';
import { findService, readServices, writeServices } from './known-services';
import { whileAlone } from './while-alone';

/** A request and the clocks of both machines take less. */
const marginMs = 60_000;

/**
 * @param refused the token that the service no longer takes @throws TroupeError INPUT_INVALID, ACCESS_DENIED where a person has to log in
 * again, CREDENTIAL_SERVICE_UNREACHABLE
 */
export async function findToken(name: string, environment: NodeJS.ProcessEnv, signal: AbortSignal, refused?: string): Promise<string> {
	const { key, login } = findService(name, environment);
	if (key !== undefined) return key;
	return findValid(login, refused) ?? renewOnce(name, environment, signal, refused);
}

function findValid(login: CredentialData, refused?: string): string | undefined {
	const tokens = readTokens(login);
	const endsAt = Number(tokens?.n8n_expires_at ?? Infinity);
	return tokens && tokens.access_token !== refused && endsAt - marginMs > Date.now() ? tokens.access_token : undefined;
}

/** An issuer that rotates refresh tokens takes each once: of several commands, one renews. */
const renewOnce = (name: string, environment: NodeJS.ProcessEnv, signal: AbortSignal, refused?: string): Promise<string> =>
	whileAlone(environment, signal, async () => {
		const { url, key, login } = findService(name, environment);
		if (key !== undefined) return key;
		const valid = findValid(login, refused);
		if (valid !== undefined) return valid;
		const answer = await createTokenServer(sendForCredentials)
			.renew({ name, provider: null }, login, signal)
			.catch((cause: unknown) => {
				throw isTroupeError(cause) && cause.code === 'CREDENTIAL_INVALID' ? loginOver(name, url, cause) : cause;
			});
		const services = readServices(environment);
		// Whoever removed or replaced the login meanwhile, such as by hand, is right.
		if (refreshTokenOf(services[name]?.login) === refreshTokenOf(login))
			writeServices({ ...services, [name]: { url, login: withTokens(login, answer, Date.now()) } }, environment);
		return answer.access_token;
	});

const refreshTokenOf = (login: CredentialData | undefined) => login && readTokens(login)?.refresh_token;

const loginOver = (name: string, url: string, cause: TroupeError) =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The login to ${name} is over: its issuer gives no new token (${cause.details?.error === undefined ? 'there is no refresh token' : JSON.stringify(cause.details.error)}).`,
		fix: `Log in again: troupe login ${url} --name ${name}`,
		cause,
	});
