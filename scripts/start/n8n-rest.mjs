/** The calls that n8n's own editor makes, as the local owner. */
import { SetupError } from '../lib/setup-error.mjs';

const timeoutMs = 60_000;

/**
 * @param {{ url: string, cookie: string, logFile: string, signal: AbortSignal }} n8n
 * @returns {(method: string, path: string, body?: object) => Promise<object | undefined>} returns the data of the answer, undefined for a 404
 */
export function n8nRest({ url, cookie, logFile, signal }) {
	return async (method, path, body) => {
		const response = await fetch(`${url}/rest${path}`, {
			method,
			headers: { cookie, 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
			signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
		});
		if (response.status === 404) return undefined;
		const text = await response.text();
		if (!response.ok)
			throw new SetupError(`n8n returned ${response.status} for ${method} ${path}: ${text.slice(0, 500)}`, `Read ${logFile}.`);
		return JSON.parse(text).data;
	};
}
