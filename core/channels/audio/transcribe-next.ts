import { isTroupeError } from '../../base/errors';
import { keepRenewing } from '../../base/keep-renewing';
import { type AudioResult, type AudioTask, lacksText } from '../../ports';
import type { AudioParts } from './audio-parts';
import { channelRemoved, stoppedTooOften, transcribeAudio } from './transcribe-audio';

/** Ends the task of a killed process, so soon that another one can be ready before the turn begins. */
const leaseMs = 15_000;
const renewMs = 4_000;
const maxAttempts = 5;
const firstRetryMs = 1_000;
const maxRetryMs = 60_000;

/** Turns the audios of the next message that waits into text. @returns how many messages there were */
export async function transcribeNext(parts: AudioParts, holder: string, signal: AbortSignal): Promise<number> {
	const task = await parts.audios.take(holder, leaseMs);
	if (task === undefined) return 0;
	const watch = watchTask(parts, task, holder, signal);
	try {
		for (const [part, content] of task.content.entries()) {
			if (lacksText(content)) await parts.audios.note(task, holder, part, await transcribe(parts, task, part, watch.signal));
		}
	} catch (cause) {
		if (!watch.signal.aborted) await retryLater(parts, task, holder, cause); // otherwise, its lease ends
	} finally {
		watch.stop();
	}
	return 1;
}

/** @throws what a later attempt can change */
async function transcribe(parts: AudioParts, task: AudioTask, part: number, signal: AbortSignal): Promise<AudioResult> {
	const { tenant, channel, conversation, number } = task;
	try {
		const open = await parts.directory.find(tenant, channel);
		if (open === undefined) throw channelRemoved(channel);
		if (task.attempts > maxAttempts) throw stoppedTooOften(channel);
		const content = task.content[part]!;
		return await transcribeAudio(parts, open, content as Parameters<typeof transcribeAudio>[2], signal);
	} catch (cause) {
		if (signal.aborted || (isPassing(cause) && task.attempts < maxAttempts)) throw cause;
		const reason = describe(cause);
		parts.onGivenUp?.({ what: 'audio', tenant, channel, id: `${conversation} ${number}`, reason });
		return { kind: 'problem', problem: 'unavailable', reason };
	}
}

const isPassing = (cause: unknown): boolean => !isTroupeError(cause) || cause.retryable;

const describe = (cause: unknown): string =>
	isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the audio could not be transcribed';

async function retryLater({ audios }: AudioParts, task: AudioTask, holder: string, cause: unknown): Promise<void> {
	const backoffMs = Math.min(firstRetryMs * 2 ** (task.attempts - 1), maxRetryMs);
	const askedMs = isTroupeError(cause) ? Math.min(cause.retryAfterMs ?? 0, maxRetryMs) : 0;
	await audios.retry(task, holder, describe(cause), Math.max(backoffMs, askedMs));
}

/** Keeps the task while it is worked on, and ends the work if another worker has it. */
function watchTask({ audios }: AudioParts, task: AudioTask, holder: string, signal: AbortSignal) {
	const lost = new AbortController();
	const stop = keepRenewing(renewMs, async () => {
		if (!(await audios.renew(task, holder, leaseMs))) lost.abort();
	});
	return { signal: AbortSignal.any([signal, lost.signal]), stop };
}
