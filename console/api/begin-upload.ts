import { addressOf } from './call';
import { Problem, readProblem } from './problem';
import { sendInSession, session } from './session';

interface BeginOptions {
	body: unknown;
	signal: AbortSignal;
	/** Reports the sent share, from 0 to 1. */
	onSent: (share: number) => void;
}

/** Uploads for a background operation: `fetch` does not report upload progress. @returns the id of the operation @throws Problem */
export async function beginUpload(path: string, options: BeginOptions): Promise<string> {
	const response = await sendInSession(() => send(path, options));
	if (!response.ok) throw await readProblem(response);
	return ((await response.json()) as { id: string }).id;
}

async function send(path: string, { body, signal, onSent }: BeginOptions): Promise<Response> {
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
	await new Promise<void>((resolve, reject) => {
		const cancelled = () => reject(new Problem(0, 'CANCELLED', 'It was cancelled.'));
		if (signal.aborted) return cancelled();
		signal.addEventListener('abort', abort);
		request.onabort = cancelled;
		request.onerror = () => reject(new Problem(0, 'UNREACHABLE', 'The service does not answer.', 'Try again.'));
		request.onload = () => resolve();
		request.send(JSON.stringify(body));
	}).finally(() => signal.removeEventListener('abort', abort));
	return new Response(request.responseText, { status: request.status });
}
