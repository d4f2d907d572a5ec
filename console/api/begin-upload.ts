import { addressOf } from './call';
import { Problem, readProblem } from './problem';
import { session } from './session';

interface BeginOptions {
	body: unknown;
	signal: AbortSignal;
	/** Says how much is sent, from 0 to 1. */
	onSent: (share: number) => void;
}

/**
 * Sends something large, which the service then does in the background. `fetch` does not tell how much of a request is sent.
 * @returns the id of the operation @throws Problem
 */
export function beginUpload(path: string, { body, signal, onSent }: BeginOptions): Promise<string> {
	const request = new XMLHttpRequest();
	request.open('POST', addressOf(path));
	for (const [name, value] of [
		['accept', 'application/json'],
		['content-type', 'application/json'],
		['prefer', 'respond-async'],
		['x-troupe-csrf', session.value?.csrf ?? ''],
	] as const)
		request.setRequestHeader(name, value);
	request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
	const abort = () => request.abort();
	return new Promise<string>((resolve, reject) => {
		const cancelled = () => reject(new Problem(0, 'CANCELLED', 'It was cancelled.'));
		if (signal.aborted) return cancelled();
		signal.addEventListener('abort', abort);
		request.onabort = cancelled;
		request.onerror = () => reject(new Problem(0, 'UNREACHABLE', 'The service does not answer.', 'Try again.'));
		request.onload = () => void readId(request).then(resolve, reject);
		request.send(JSON.stringify(body));
	}).finally(() => signal.removeEventListener('abort', abort));
}

async function readId({ status, responseText }: XMLHttpRequest): Promise<string> {
	if (status === 401) session.value = null;
	if (status < 200 || status > 299) throw await readProblem(new Response(responseText, { status: Math.max(status, 200) }));
	return (JSON.parse(responseText) as { id: string }).id;
}
