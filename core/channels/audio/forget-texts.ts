import { isTroupeError } from '../../base/errors';
import type { AnsweredAudio } from '../../ports';
import type { AudioParts } from './audio-parts';

const leaseMs = 60_000;
const maxAttempts = 4;
const summaryMs = 40_000;
const retryMs = 15_000;

/** Replaces the transcripts of a message that was answered, as its channel says. @returns how many messages there were */
export async function forgetTexts(parts: AudioParts, holder: string, signal: AbortSignal): Promise<number> {
	const answered = await parts.audios.takeAnswered(holder, leaseMs);
	if (answered === undefined) return 0;
	try {
		const summaries = answered.keeps === 'summary' ? await summarizeAll(parts, answered, signal) : new Map<number, string>();
		await parts.audios.forgetText(answered, holder, summaries);
	} catch (cause) {
		signal.throwIfAborted(); // its lease ends, and another process goes on
		await giveUpOrRetry(parts, answered, holder, cause);
	}
	return 1;
}

async function summarizeAll(parts: AudioParts, { content, tenant }: AnsweredAudio, signal: AbortSignal): Promise<Map<number, string>> {
	const summaries = new Map<number, string>();
	for (const [part, audio] of content.entries()) {
		if (audio.kind !== 'audio' || audio.transcript === undefined) continue;
		const summary = await parts.summarize(audio.transcript, tenant, AbortSignal.any([signal, AbortSignal.timeout(summaryMs)]));
		if (summary !== undefined && summary.trim() !== '') summaries.set(part, summary.trim());
	}
	return summaries;
}

/** A text that is not to be kept is erased in the end, with or without its summary. */
async function giveUpOrRetry(parts: AudioParts, answered: AnsweredAudio, holder: string, cause: unknown): Promise<void> {
	if (answered.attempts < maxAttempts) return parts.audios.retry(answered, holder, 'The summary is tried again.', retryMs);
	const { tenant, channel, conversation, number } = answered;
	await parts.audios.forgetText(answered, holder, new Map());
	const reason = `no summary: ${isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL'}`;
	parts.onGivenUp?.({ what: 'audio', tenant, channel, id: `${conversation} ${number}`, reason });
}
