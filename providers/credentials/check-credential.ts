import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Credential } from '../../core/ports/access/credentials';
import { readProofKey } from '../../core/ports/access/oauth-tokens';
import { provenFetch } from '../http/proven-fetch';
import { readBytes } from '../http/read-bytes';
import { readRetryAfter } from '../../core/base/network/retry-after';
import { accessOf } from './known-types';

const timeoutMs = 30_000;
const maxBytes = 64 * 1024;

/** Returns why the service refuses, or undefined. @throws TroupeError CREDENTIAL_SERVICE_UNREACHABLE, retryable, when it is unknown */
export async function findRefusal(
	credential: Credential,
	testUrl: string,
	send: typeof fetch,
	signal: AbortSignal,
): Promise<string | undefined> {
	const { headers = {}, query = {} } = accessOf(credential);
	const url = new URL(testUrl);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	const timeout = AbortSignal.timeout(timeoutMs);
	let response: Response;
	let text: string;
	try {
		// A redirect would receive the credential.
		const init: RequestInit = { headers: { accept: 'application/json', 'user-agent': 'troupe', ...headers }, redirect: 'manual' };
		response = await provenFetch(send, readProofKey(credential.data))(url, { ...init, signal: AbortSignal.any([signal, timeout]) });
		text = response.body ? Buffer.from((await readBytes(response.body, maxBytes)).bytes).toString() : '';
	} catch (cause) {
		if (signal.aborted) throw signal.reason as Error;
		if (isTroupeError(cause) && cause.code === 'ADDRESS_REFUSED') throw cause;
		throw unreachable(credential.name, url.host, timeout.aborted ? 'did not respond in time' : 'cannot be reached', cause);
	}
	const { status } = response;
	if (status === 429 || status >= 500)
		throw unreachable(credential.name, url.host, `answered ${status}`, undefined, readRetryAfter(response.headers));
	if (!response.ok) return `${url.host} answered ${status}`;
	const error = readSlackError(text);
	return error === undefined ? undefined : `${url.host} answered ${error}`;
}

/** Slack answers 200 to a refused token: https://docs.slack.dev/apis/web-api/#responses */
function readSlackError(text: string): string | undefined {
	if (!/"ok"\s*:\s*false/.test(text)) return undefined;
	return /"error"\s*:\s*"([a-z_]{1,60})"/.exec(text)?.[1];
}

function unreachable(name: string, host: string, what: string, cause?: unknown, retryAfterMs?: number): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_SERVICE_UNREACHABLE',
		message: `The credential ${name} could not be tested: ${host} ${what}.`,
		fix: 'Try again later. Check the network of this machine, and the test address of the credential.',
		retryable: true,
		retryAfterMs,
		details: { credential: name },
		cause,
	});
}
