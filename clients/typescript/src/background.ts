import type { ShowOperationResponses } from './generated/types.gen.js';
import { TroupeError } from './errors.js';

/** Names an operation that a service does in the background, as it answers at once. */
export type Begun = { id: string; operation: string; state: 'queued' };
export type BackgroundOperation = ShowOperationResponses[200];

export interface BackgroundOptions {
	/** Called when the operation is further. */
	onProgress?: (progress: NonNullable<BackgroundOperation['progress']>) => void;
	/** Ends the wait. The operation goes on: `cancelOperation` cancels it. */
	signal?: AbortSignal;
}

const waitSeconds = 30;
const progressSeconds = 1;

/** Reads an operation in the background until it has ended. @throws TroupeError of the operation */
export async function finishOperation(
	id: string,
	read: (path: string) => Promise<unknown>,
	{ onProgress }: BackgroundOptions,
): Promise<unknown> {
	for (;;) {
		const path = `operations/${encodeURIComponent(id)}?waitSeconds=${onProgress ? progressSeconds : waitSeconds}`;
		const { state, progress, error, answer } = (await read(path)) as BackgroundOperation;
		if (progress) onProgress?.(progress);
		if (state === 'completed') return answer;
		if (state !== 'queued' && state !== 'running')
			throw new TroupeError(error?.code ?? 'UNKNOWN', error?.message ?? `The operation is ${state}.`, { ...error });
	}
}
