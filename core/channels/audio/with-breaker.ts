import { isTroupeError, TroupeError } from '../../base/errors';
import type { Breaker } from '../../llm/router/breaker';
import type { Transcriber } from '../../ports/channels/audios';
import type { Clock } from '../../ports/host';

/** Spares a transcriber that failed too often: its audios wait until it may be asked again. */
export function withBreaker(transcriber: Transcriber, breaker: Breaker, clock: Clock): Transcriber {
	return {
		id: transcriber.id,
		async transcribe(audio, request, signal) {
			const permit = breaker.enter();
			if (permit === undefined) throw isOpen(transcriber.id, breaker.freeAt() - clock.now());
			try {
				const transcript = await transcriber.transcribe(audio, request, signal);
				permit.succeeded();
				return transcript;
			} catch (error) {
				if (isTroupeError(error) && error.code !== 'CANCELLED') permit.failed(error);
				else permit.released();
				throw error;
			}
		},
	};
}

/** A waiting person is better served by the notice of failure. */
const maxWaitMs = 15_000;

const isOpen = (id: string, waitMs: number) =>
	new TroupeError({
		code: 'MODEL_CIRCUIT_OPEN',
		message: `${id} was not called, because it failed too often.`,
		fix: 'Check the key and the server of the transcriber.',
		retryable: !Number.isFinite(waitMs) || waitMs <= maxWaitMs,
		...(Number.isFinite(waitMs) && { retryAfterMs: Math.max(0, waitMs) }),
	});
