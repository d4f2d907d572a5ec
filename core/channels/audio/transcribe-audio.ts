import { isTroupeError, TroupeError, type TroupeErrorCode } from '../../base/errors';
import { type AudioFile, type AudioResult, type AudioRules, maxAudioBytes, maxTranscriptLength } from '../../ports/channels/audios';
import type { OpenChannel } from '../../ports/channels/channel-records';
import type { MediaFile } from '../../ports/channels/channel';
import type { AudioProblem, MediaContent } from '../../ports/channels/message-content';
import type { AudioParts } from './audio-parts';

const downloadMs = 30_000;
/** Worst case: a local model needs longer than the duration of the audio. */
const transcriptionMs = 120_000;

/**
 * Transcribes one audio of a channel. @returns also problems that a retry cannot change @throws TroupeError for temporary problems, and for a
 * transcriber that does not work
 */
export async function transcribeAudio(
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
	...{ kind: 'problem', problem: what, reason },
});

const tooLong = (seconds: number, { maxSeconds }: AudioRules): AudioResult => ({
	...problem('too-long', `It lasts ${Math.ceil(seconds)} seconds, at most ${maxSeconds} are allowed.`),
	seconds,
});

export const channelRemoved = (name: string) =>
	new TroupeError({ code: 'CHANNEL_NOT_FOUND', message: `The channel "${name}" was removed.`, fix: 'See `troupe channel list`.' });

export const stoppedTooOften = (name: string) =>
	new TroupeError({
		code: 'INTERNAL',
		message: `The work on an audio of the channel "${name}" ended too often with its process.`,
		fix: 'Look for the reason in the log of `troupe serve`.',
	});
