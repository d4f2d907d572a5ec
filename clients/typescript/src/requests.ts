import { TroupeError } from './errors.js';

/** Refuses the page of a proxy, whatever its status says. */
export function requireOurs({ status, headers }: Response): void {
	const type = headers.get('content-type') ?? 'nothing';
	if (status === 204 || /^(?:application\/json|text\/event-stream|text\/csv)\b/.test(type)) return;
	throw new TroupeError('UNKNOWN', `Not the service but something before it answered: ${status} with ${type}, expected application/json.`, {
		status,
		fix: 'Check the address, and what is between this program and `troupe serve`.',
	});
}

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
