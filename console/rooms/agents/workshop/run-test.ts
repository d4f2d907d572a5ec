import { beginUpload } from '../../../api/begin-upload';
import { call } from '../../../api/call';
import { Problem, toProblem } from '../../../api/problem';

export type Outcome = 'passed' | 'failed' | 'not-recorded' | 'not-tried' | 'error';

export interface TestedCase {
	outcome: Outcome;
	result: {
		case: string;
		message: string;
		reply?: string;
		assertions: Array<{ assert: string; passed: boolean; reason?: string }>;
		error?: { code: string; message: string; fix?: string };
	};
}

/** As `POST /prompts/test` answers. */
export interface Tested {
	set: string;
	cases: TestedCase[];
	before: Array<{ case: string; outcome: Outcome; reply?: string }>;
	warnings: string[];
}

interface Operation {
	state: string;
	progress?: { done: number; total?: number };
	answer?: Tested;
	error?: { code: string; message: string; fix?: string };
}

/** How often the service may not answer while it works: it may be restarting. */
const maxSilent = 20;
const pauseMs = 1_000;

/** Has the service test a prompt in the background, and follows it to its end. @throws Problem */
export async function runTest(body: object, signal: AbortSignal, onProgress: (share: number) => void): Promise<Tested> {
	const id = await beginUpload('prompts/test', { body, signal, onSent: () => undefined });
	const cancel = () => void call(`POST operations/${id}/cancel`).catch(() => undefined);
	signal.addEventListener('abort', cancel);
	try {
		for (let silent = 0; ;) {
			signal.throwIfAborted();
			try {
				const { state, progress, answer, error } = await call<Operation>(`GET operations/${id}`, { query: { waitSeconds: 3 }, signal });
				silent = 0;
				if (answer) return answer;
				if (error) throw new Problem(422, error.code, error.message, error.fix);
				if (state !== 'queued' && state !== 'running') throw new Problem(422, 'CANCELLED', state);
				if (progress?.total) onProgress(progress.done / progress.total);
			} catch (fault) {
				if (toProblem(fault).code !== 'UNREACHABLE' || (silent += 1) > maxSilent) throw fault;
				await new Promise((resolve) => setTimeout(resolve, pauseMs));
			}
		}
	} finally {
		signal.removeEventListener('abort', cancel);
	}
}
