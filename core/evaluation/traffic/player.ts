import { TroupeError, type TroupeErrorCode } from '../../base/errors';
import { mapTexts } from '../../base/text/map-texts';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { Clock } from '../../ports/host';
import { hashRequest } from './canonical-request';
import { describeMiss } from './describe-miss';
import { hideSecretsIn } from './hide-private';
import type { CaseRecording, Exchange } from './recording';
import type { Asked, Traffic } from './traffic';

/** Replays the recorded times. */
export class PlayedClock implements Clock {
	constructor(private time: number) {}

	now(): number {
		return this.time;
	}

	pass(milliseconds: number): void {
		this.time += milliseconds;
	}
}

/** Never asks outside. An unrecorded request ends the case. */
export class Player implements Traffic {
	readonly clock: PlayedClock;
	readonly #stop = new AbortController();
	readonly #left = new Map<string, Exchange[]>();

	constructor(
		private readonly recording: CaseRecording,
		private readonly vault: PersonalDataVault,
	) {
		this.clock = new PlayedClock(recording.at);
		for (const exchange of recording.exchanges) this.#left.set(exchange.key, [...(this.#left.get(exchange.key) ?? []), exchange]);
	}

	get signal(): AbortSignal {
		return this.#stop.signal;
	}

	get miss(): TroupeError | undefined {
		return this.#stop.signal.aborted ? (this.#stop.signal.reason as TroupeError) : undefined;
	}

	async exchange<Answer>(asked: Asked): Promise<Answer> {
		this.#stop.signal.throwIfAborted();
		const request = await this.#mask(asked);
		const exchange = this.#take(asked, request) ?? this.#take(asked, await hideSecretsIn(request));
		if (!exchange) throw this.#fail(asked, request);
		this.clock.pass(exchange.durationMs);
		const { answer, error } = exchange;
		// Failures that a retry resolved were not recorded: this one is final.
		if (error) throw new TroupeError({ code: error.code as TroupeErrorCode, message: error.message, retryable: false });
		return structuredClone(answer) as Answer;
	}

	async #mask({ kind, request }: Asked): Promise<unknown> {
		if (kind === 'model' || kind === 'tools') return request;
		return mapTexts(request, async (text) => (await this.vault.mask(text)).text);
	}

	#take({ kind, name }: Asked, request: unknown): Exchange | undefined {
		return this.#left.get(hashRequest(kind, name, request))?.shift();
	}

	#fail(asked: Asked, request: unknown): TroupeError {
		const miss = describeMiss({ ...asked, request }, this.recording.exchanges);
		this.#stop.abort(miss);
		return miss;
	}
}
