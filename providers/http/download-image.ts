import { isTroupeError, TroupeError } from '../../core/base/errors';
import { guardedFetch, type NetworkRules } from './guarded-fetch';
import { readBytes } from './read-bytes';

const timeoutMs = 20_000;

/** Downloads up to the max and one byte more, so that the caller can refuse it. @throws TroupeError INPUT_INVALID, ADDRESS_REFUSED or CANCELLED */
export function createImageDownload(rules: NetworkRules) {
	const send = guardedFetch(rules);
	return async (url: string, maxBytes: number, signal: AbortSignal): Promise<Buffer> => {
		const { host } = new URL(url);
		try {
			const response = await send(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
			if (!response.ok || !response.body) {
				await response.body?.cancel();
				throw unavailable(host, `answered ${response.status}`);
			}
			return Buffer.from((await readBytes(response.body, maxBytes + 1)).bytes);
		} catch (cause) {
			if (signal.aborted || isTroupeError(cause)) throw cause;
			throw unavailable(host, 'cannot be reached', cause);
		}
	};
}

const unavailable = (host: string, what: string, cause?: unknown): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `An image cannot be downloaded: its server ${host} ${what}.`,
		fix: 'Check the address in a browser without a login, or send the image as data.',
		cause,
	});
