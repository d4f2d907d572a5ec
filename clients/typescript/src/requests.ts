import { TroupeError } from './errors.js';
import type { RunAnswer } from './troupe.js';

/** @returns the address without a slash at its end @throws TroupeError INPUT_INVALID */
export function readAddress(url: string): string {
	if (/^https?:\/\/[^/]/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
	const message = `The address of the service is ${JSON.stringify(url)}: expected one with http:// or https://.`;
	throw new TroupeError('INPUT_INVALID', message, { fix: 'Pass the whole address, such as http://127.0.0.1:8600.' });
}

/** @returns the key without space around it, as files and variables add it @throws TroupeError INPUT_INVALID */
export function readKey(key: string | undefined): string {
	const trimmed = (key ?? '').trim();
	if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
	const message = trimmed === '' ? 'The key is empty.' : 'The key has characters that no key has.';
	throw new TroupeError('INPUT_INVALID', message, { fix: 'Pass the key as `troupe key create` printed it.' });
}

export function requireOurs({ status, headers }: Response): void {
	const type = headers.get('content-type') ?? 'nothing';
	if (status === 204 || /^(?:application\/json|text\/event-stream|text\/csv)\b/.test(type)) return;
	throw notOurs(status, `${status} with ${type}, expected application/json`);
}

/** Returns whether something before the service failed, such as a proxy that lost it. */
export const isOfProxy = ({ status, headers }: Response): boolean =>
	status >= 500 && !headers.get('content-type')?.startsWith('application/problem+json');

/** Reads a run. @throws TroupeError UNKNOWN where something else answered */
export async function readAnswer<Read extends { runId: string } = RunAnswer>(response: Response): Promise<Read> {
	const answer = (await response.json().catch(() => undefined)) as Partial<Read> | undefined;
	if (typeof answer?.runId === 'string') return answer as Read;
	throw notOurs(response.status, `${response.status} with JSON, expected a run`);
}

const notOurs = (status: number, what: string) =>
	new TroupeError('UNKNOWN', `Not the service but something before it answered: ${what}.`, {
		status,
		fix: 'Check the address, and what is between this program and `troupe serve`.',
	});

export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal!.reason as Error);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', stop);
			resolve();
		}, milliseconds);
		signal?.addEventListener('abort', stop, { once: true });
	});
}
