import { isTroupeError, TroupeError } from '../../base/errors';
import { planRetry } from '../../base/async/retry-policy';
import type { TroupeErrorCode } from '../../base/errors';
import { audioLeaseMs, maxAudioBytes, maxTranscriptLength, type AudioResult, type AudioTask } from '../../ports/channels/audios';
import type { AudioFile, AudioRules } from '../../ports/channels/audios';
import type { OpenChannel } from '../../ports/channels/channel-records';
import type { MediaFile } from '../../ports/channels/channel';
import { lacksText } from '../../ports/channels/message-content';
import type { AudioProblem, MediaContent } from '../../ports/channels/message-content';
import type { TakenContent } from '../../ports/work';
import type { WorkKind } from '../../work/attempt-work';
import type { AudioParts } from './audio-parts';

const downloadMs = 30_000;
/** Worst case: a local model needs longer than the duration of the audio. */
const transcriptionMs = 120_000;

/**
 * Transcribes one audio of a channel. @returns also problems that a retry cannot change @throws TroupeError for temporary problems, and for a
 * transcriber that does not work
 */
async function transcribeAudio(
	parts: Pick<AudioParts, 'measure' | 'openTranscriber'>,
	{ record, channel, rules }: OpenChannel,
	content: MediaContent,
	signal: AbortSignal,
): Promise<AudioResult> {
	const { audio } = rules;
	if (audio === undefined) return problem('unavailable', 'The channel has no transcriber any more.');
	// The provider's duration saves the download; only the measured one lets an audio pass.
	if ((content.seconds ?? 0) > audio.maxSeconds) return tooLong(content.seconds!, audio);
	const file = await download(channel, content.reference, signal);
	if ('kind' in file) return file;
	const measured = await parts.measure(file);
	if (measured === undefined) return problem('unreadable', `Its bytes are those of ${file.mimeType}, not those of an audio.`);
	if (measured.seconds > audio.maxSeconds) return tooLong(measured.seconds, audio);
	const transcriber = await parts.openTranscriber(audio, record.tenant, signal);
	return understand(transcriber.id, measured, () => {
		const within = AbortSignal.any([signal, AbortSignal.timeout(transcriptionMs)]);
		return transcriber.transcribe(measured, { ...(audio.language !== undefined && { language: audio.language }) }, within);
	});
}

async function download(
	channel: OpenChannel['channel'],
	reference: string,
	signal: AbortSignal,
): Promise<MediaFile | Extract<AudioResult, { kind: 'problem' }>> {
	if (channel.download === undefined) return problem('gone', 'The provider of the channel has no audios to download.');
	try {
		return await channel.download(reference, { maxBytes: maxAudioBytes, timeoutMs: downloadMs }, signal);
	} catch (cause) {
		if (!isTroupeError(cause) || cause.retryable || signal.aborted) throw cause;
		return problem(cause.details['maxBytes'] === undefined ? 'gone' : 'too-large', `${cause.code}: ${cause.message}`);
	}
}

async function understand(id: string, { seconds }: AudioFile, ask: () => Promise<{ text: string }>): Promise<AudioResult> {
	try {
		const text = (await ask()).text.trim().slice(0, maxTranscriptLength);
		if (text === '') return { ...problem('unintelligible', `${id} understood nothing.`), seconds };
		return { kind: 'text', text, seconds, transcriber: id };
	} catch (cause) {
		const what = isTroupeError(cause) ? ofTheAudio[cause.code] : undefined;
		if (!isTroupeError(cause) || what === undefined) throw cause;
		return { ...problem(what, `${cause.code}: ${cause.message}`), seconds };
	}
}

const ofTheAudio: Partial<Record<TroupeErrorCode, AudioProblem>> = {
	MODEL_BAD_REQUEST: 'unreadable',
	MODEL_CONTEXT_TOO_LONG: 'too-large',
};

const problem = (what: AudioProblem, reason: string): Extract<AudioResult, { kind: 'problem' }> => ({
	kind: 'problem',
	problem: what,
	reason,
});

const tooLong = (seconds: number, { maxSeconds }: AudioRules): AudioResult => ({
	...problem('too-long', `It lasts ${Math.ceil(seconds)} seconds, at most ${maxSeconds} are allowed.`),
	seconds,
});

const channelRemoved = (name: string) =>
	new TroupeError({ code: 'CHANNEL_NOT_FOUND', message: `The channel "${name}" was removed.`, fix: 'See `troupe channel list`.' });

const stoppedTooOften = (name: string) =>
	new TroupeError({
		code: 'INTERNAL',
		message: `The work on an audio of the channel "${name}" ended too often with its process.`,
		fix: 'Look for the reason in the log of `troupe serve`.',
	});

const maxAttempts = 5;
const retry = { firstMs: 1_000, maxMs: 60_000 };
const concurrency = 3;

export const transcribeAudios = (parts: AudioParts): Omit<WorkKind<AudioTask>, 'onFault'> => ({
	queue: parts.audios.toTranscribe,
	leaseMs: audioLeaseMs,
	concurrency,
	retry,
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
