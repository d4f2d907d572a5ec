import { beginUpload } from './begin-upload';
import { call } from './call';
import { Problem, toProblem } from './problem';

interface BackgroundOperation<Answer> {
	state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'interrupted';
	progress?: { done: number; total?: number };
	answer?: Answer;
	error?: { code: string; message: string; fix?: string };
}

interface BackgroundOptions {
	body: unknown;
	/** Ends the operation, too. */
	signal: AbortSignal;
	onProgress: (progress: { done: number; total?: number }) => void;
}

const pauseMs = 3_000;
/** How often the service may not answer while it does something: it may be restarting. */
const maxSilent = 20;

/** Has something done in the background, and follows it to its end. @param path below `/api/v1`, of a POST @throws Problem */
export async function runInBackground<Answer>(path: string, { body, signal, onProgress }: BackgroundOptions): Promise<Answer> {
	const id = await beginUpload(path, { body, signal, onSent: () => undefined });
	const cancel = () => void call(`POST operations/${id}/cancel`).catch(() => undefined);
	signal.addEventListener('abort', cancel);
	if (signal.aborted) cancel();
	return followOperation<Answer>(id, onProgress).finally(() => signal.removeEventListener('abort', cancel));
}

/** Whoever cancels an operation learns what it came to, too: it may have been done before. @throws Problem */
export async function followOperation<Answer>(id: string, onProgress: BackgroundOptions['onProgress']): Promise<Answer> {
	for (let silent = 0; ;) {
		try {
			const operation = await call<BackgroundOperation<Answer>>(`GET operations/${id}`, { query: { waitSeconds: 3 } });
			silent = 0;
			if (operation.answer) return operation.answer;
			if (operation.error) throw new Problem(409, operation.error.code, operation.error.message, operation.error.fix);
			onProgress(operation.progress ?? { done: 0 });
		} catch (fault) {
			const { code } = toProblem(fault);
			if ((code !== 'UNREACHABLE' && code !== 'RATE_LIMITED') || (silent += 1) > maxSilent) throw fault;
			await new Promise((resolve) => setTimeout(resolve, pauseMs));
		}
	}
}
