import { isTroupeError } from '../../base/errors';
import type { AnsweredAudio } from '../../ports/channels/audios';
import type { TakenContent } from '../../ports/work';
import type { WorkKind } from '../../work/attempt-work';
import type { AudioParts } from './audio-parts';

const maxAttempts = 4;
const summaryMs = 40_000;
const retryMs = 15_000;

/** Replaces the transcripts of answered messages, as their channels configure. */
export const forgetTexts = (parts: AudioParts): Omit<WorkKind<AnsweredAudio>, 'onFault'> => ({
	queue: parts.audios.toForget,
	leaseMs: 60_000,
	concurrency: 1,
	retry: { firstMs: retryMs, maxMs: retryMs },
	async perform(answered, work, signal) {
		try {
			const summaries = answered.keeps === 'summary' ? await summarizeAll(parts, answered, signal) : new Map<number, string>();
			await parts.audios.forgetText(work, summaries);
		} catch (cause) {
			signal.throwIfAborted(); // Its lease ends, and another process goes on.
			if (work.attempts < maxAttempts) return parts.audios.retry(work, 'The summary is tried again.', retryMs);
			await giveUp(parts, work, isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL');
		}
	},
	endLost: (_answered, work, reason) => giveUp(parts, work, reason),
});

async function summarizeAll(parts: AudioParts, { content, tenant }: AnsweredAudio, signal: AbortSignal): Promise<Map<number, string>> {
	const summaries = new Map<number, string>();
	for (const [part, audio] of content.entries()) {
		if (audio.kind !== 'audio' || audio.transcript === undefined) continue;
		const summary = await parts.summarize(audio.transcript, tenant, AbortSignal.any([signal, AbortSignal.timeout(summaryMs)]));
		if (summary !== undefined && summary.trim() !== '') summaries.set(part, summary.trim());
	}
	return summaries;
}

/** Erases the transcript in the end, with or without its summary. */
async function giveUp(parts: AudioParts, work: TakenContent<AnsweredAudio>, reason: string): Promise<void> {
	const { tenant, channel, conversation, number } = work.content;
	await parts.audios.forgetText(work, new Map());
	parts.onGivenUp?.({ what: 'audio', tenant, channel, id: `${conversation} ${number}`, reason: `no summary: ${reason}` });
}
