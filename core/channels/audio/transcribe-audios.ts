import { isTroupeError } from '../../base/errors';
import { planRetry } from '../../base/async/retry-policy';
import { audioLeaseMs, type AudioResult, type AudioTask } from '../../ports/channels/audios';
import { lacksText } from '../../ports/channels/message-content';
import type { TakenContent } from '../../ports/work';
import type { WorkKind } from '../../work/attempt-work';
import type { AudioParts } from './audio-parts';
import { channelRemoved, stoppedTooOften, transcribeAudio } from './transcribe-audio';

const maxAttempts = 5;
const retry = { firstMs: 1_000, maxMs: 60_000 };
const concurrency = 3;

export const transcribeAudios = (parts: AudioParts): Omit<WorkKind<AudioTask>, 'onFault'> => ({
	...{ queue: parts.audios.toTranscribe, leaseMs: audioLeaseMs, concurrency, retry },
	async perform({ content }, work, signal) {
		try {
			for (const [part, one] of content.entries()) {
				if (!lacksText(one)) continue;
				const result = await transcribe(parts, work, part, signal);
				await parts.audios.note(work, part, result, await parts.readPeople?.(work.tenant));
			}
		} catch (cause) {
			signal.throwIfAborted();
			const retryAfterMs = isTroupeError(cause) ? cause.retryAfterMs : undefined;
			const afterMs = planRetry(retry, { attempts: work.attempts, retryAfterMs })!;
			await parts.audios.retry(work, describe(cause), afterMs);
		}
	},
});

/** @throws for problems that a later attempt can change */
async function transcribe(parts: AudioParts, work: TakenContent<AudioTask>, part: number, signal: AbortSignal): Promise<AudioResult> {
	const { tenant, channel, conversation, number, content } = work.content;
	try {
		const open = await parts.directory.find(tenant, channel);
		if (open === undefined) throw channelRemoved(channel);
		if (work.attempts > maxAttempts) throw stoppedTooOften(channel);
		return await transcribeAudio(parts, open, content[part] as Parameters<typeof transcribeAudio>[2], signal);
	} catch (cause) {
		if (signal.aborted || (isPassing(cause) && work.attempts < maxAttempts)) throw cause;
		const reason = describe(cause);
		parts.onGivenUp?.({ what: 'audio', tenant, channel, id: `${conversation} ${number}`, reason });
		return { kind: 'problem', problem: 'unavailable', reason };
	}
}

const isPassing = (cause: unknown): boolean => !isTroupeError(cause) || cause.retryable;

const describe = (cause: unknown): string =>
	isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the audio could not be transcribed';
