import { call } from './call';
import { Problem, toProblem } from './problem';

interface BackgroundOperation<Answer> {
	state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'interrupted';
	progress?: Progress;
	answer?: Answer;
	error?: { code: string; message: string; fix?: string };
}

interface Progress {
	done: number;
	total?: number;
}

interface FollowOptions {
	signal: AbortSignal;
	onProgress: (progress: Progress) => void;
}

const pauseMs = 3_000;
/** Max unanswered requests: the service may be restarting. */
const maxSilent = 20;
/** Temporary refusals of the service or a proxy; 0: no answer. Faults of the operation itself have no such status. */
const passing: readonly number[] = [0, 429, 502, 503, 504];

/**
 * Runs something in the background and follows it to its end. A cancel waits for the start, which tells the id of the operation. @param path below
 * `/api/v1`, of a POST @throws Problem
 */
export async function runInBackground<Answer>(path: string, { body, ...options }: FollowOptions & { body: unknown }): Promise<Answer> {
	const { id } = await call<{ id: string }>(`POST ${path}`, { body, isInBackground: true });
	return followOperation<Answer>(id, options);
}

/**
 * Follows an operation to its end, also after a cancel: it may have completed before. @throws Problem of the operation, or of a service that does not
 * answer for a minute
 */
export async function followOperation<Answer>(id: string, { signal, onProgress }: FollowOptions): Promise<Answer> {
	// If the cancel does not arrive, it is repeated below.
	const cancel = () => call(`POST operations/${id}/cancel`).catch(() => undefined);
	const cancelNow = () => void cancel();
	signal.addEventListener('abort', cancelNow);
	try {
		for (let silent = 0; ;) {
			if (signal.aborted) await cancel();
			const read = await readOperation<Answer>(id);
			if (read instanceof Problem) {
				if (!passing.includes(read.status) || (silent += 1) > maxSilent) throw read;
				await new Promise((resolve) => setTimeout(resolve, pauseMs));
				continue;
			}
			silent = 0;
			const { state, progress, answer, error } = read;
			if (error) throw new Problem(409, error.code, error.message, error.fix);
			if (state !== 'queued' && state !== 'running') return answer!;
			if (!signal.aborted) onProgress(progress ?? { done: 0 });
		}
	} finally {
		signal.removeEventListener('abort', cancelNow);
	}
}

const readOperation = <Answer>(id: string): Promise<BackgroundOperation<Answer> | Problem> =>
	call<BackgroundOperation<Answer>>(`GET operations/${id}`, { query: { waitSeconds: 3 } }).catch(toProblem);
