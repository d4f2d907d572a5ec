import type { Transcriber } from '../ports/channels/audios';
import type { TokenUsage } from '../ports/models/models';
import type { Meter } from './create-meter';
import { createPricing, type PriceSource } from './pricing';
import { closeFailed, splitId, unused } from './with-meter';

/** Max per second of speech, for token budgets. */
const tokensInSecond = { input: 20, output: 10 };

/** @throws TroupeError from a call, BUDGET_EXCEEDED or RATE_LIMITED; and the transcriber's errors */
export function withMeteredTranscriber(transcriber: Transcriber, meter: Meter, source: PriceSource = {}): Transcriber {
	const pricing = createPricing(transcriber.id, source);
	const name = splitId(transcriber.id);
	return {
		id: transcriber.id,
		async transcribe(audio, request, signal) {
			const usage = reserve(audio.seconds);
			const { costUsd = null, priceTable = null } = (await pricing.cost(usage)) ?? {};
			const call = await meter.open({ ...name, kind: 'transcription', usage, costUsd, priceTable });
			try {
				const transcript = await transcriber.transcribe(audio, request, signal);
				// Endpoints that bill by duration report no tokens: their cost is unknown, not nothing.
				const billed = transcript.usage && { ...transcript.usage, estimated: false };
				const cost = billed && (await pricing.cost(billed));
				await call.close({ state: 'ok', errorCode: null, usage: billed ?? unused, costUsd: cost?.costUsd ?? null });
				return transcript;
			} catch (error) {
				throw await closeFailed(call, pricing, error, unused);
			}
		},
	};
}

const reserve = (seconds: number): TokenUsage => ({
	inputTokens: Math.ceil(seconds * tokensInSecond.input),
	outputTokens: Math.ceil(seconds * tokensInSecond.output),
	estimated: true,
});
