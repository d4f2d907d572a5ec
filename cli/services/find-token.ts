import { pause } from '../../core/base/async/pause';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { CredentialData } from '../../core/ports/access/credentials';
import { readTokens, withTokens } from '../../core/ports/access/oauth-tokens';
import { tryLock } from '../../manifests/trust/file-lock';
import { sendForCredentials } from '../../providers/compose/credentials/credentials';
import { createTokenServer } from '../../providers/credentials/oauth/renew-tokens';
import { fileOf, findService, readServices, writeServices } from './known-services';

/** A request and the clocks of both machines take less. */
const marginMs = 60_000;
const lockTimeoutMs = 60_000;
const lookMs = 50;

/**
 * Returns what a service is called with: its key, or the token of a login, renewed when it ends.
 * @throws TroupeError INPUT_INVALID, ACCESS_DENIED where a person has to log in again, CREDENTIAL_SERVICE_UNREACHABLE
 */
export async function findToken(name: string, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
	const { key, login } = findService(name, environment);
	if (key !== undefined) return key;
	return findValid(login) ?? renewOnce(name, environment, signal);
}

function findValid(login: CredentialData): string | undefined {
	const tokens = readTokens(login);
	const endsAt = Number(tokens?.n8n_expires_at ?? Infinity);
	return tokens && endsAt - marginMs > Date.now() ? tokens.access_token : undefined;
}

/** An issuer that rotates refresh tokens takes each once: of several commands, one renews. */
async function renewOnce(name: string, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
	const release = await takeLock(`${fileOf(environment)}.lock`, signal);
	try {
		const { url, key, login } = findService(name, environment);
		if (key !== undefined) return key;
		const valid = findValid(login);
		if (valid !== undefined) return valid;
		const answer = await createTokenServer(sendForCredentials)
			.renew({ name, provider: null }, login, signal)
			.catch((cause: unknown) => {
				throw isTroupeError(cause) && cause.code === 'CREDENTIAL_INVALID' ? loginOver(name, url, cause) : cause;
			});
		writeServices({ ...readServices(environment), [name]: { url, login: withTokens(login, answer, Date.now()) } }, environment);
		return answer.access_token;
	} finally {
		release();
	}
}

async function takeLock(path: string, signal: AbortSignal): Promise<() => void> {
	for (const deadline = performance.now() + lockTimeoutMs; performance.now() < deadline;) {
		const release = tryLock(path);
		if (release) return release;
		if (!(await pause(lookMs, signal))) break;
	}
	throw new TroupeError({
		code: 'CANCELLED',
		message: `Another command renews the login, and ${path} is not free.`,
		fix: 'Run the command again. Remove the file if no other command runs.',
		retryable: true,
	});
}

const loginOver = (name: string, url: string, cause: TroupeError) =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The login to ${name} is over: its issuer gives no new token (${cause.details?.error === undefined ? 'there is no refresh token' : JSON.stringify(cause.details.error)}).`,
		fix: `Log in again: troupe login ${url} --name ${name}`,
		cause,
	});
