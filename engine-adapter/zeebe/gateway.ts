import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { jittered } from './jitter';
import type { GatewayCalls, ReplyStream } from './load-sdk';
import { isBackPressure, translateGatewayError, unreachableFix, type Command } from './translate-error';

/** Back-pressure is short; a caller waits at most 1.5 times the sum of these. */
const backPressureWaitsMs = [50, 100, 200, 400, 800, 1_600];

export class Gateway {
	constructor(
		private readonly calls: GatewayCalls,
		readonly address: string,
		private readonly waitsMs: readonly number[] = backPressureWaitsMs,
		private readonly onBackPressure: () => void = () => undefined,
		private readonly lookMs = 10_000,
	) {}

	/** @throws TroupeError by the command, ENGINE_UNREACHABLE, ENGINE_TIMEOUT */
	async call<Reply>(command: Command, request: object, withinMs = 30_000, ended?: AbortSignal): Promise<Reply> {
		for (let attempt = 0; ; attempt++) {
			try {
				return (await this.#bounded(command, this.#invoke(command, request), withinMs, ended)) as Reply;
			} catch (error) {
				const wait = this.waitsMs[attempt];
				if (!isBackPressure(error) || wait === undefined) throw this.translated(error, command);
				this.onBackPressure();
				await sleep(jittered(wait));
			}
		}
	}

	/** For slow answers. Gives up as soon as the gateway does not answer a topology request either. */
	async callPatiently<Reply>(command: Command, request: object, withinMs: number): Promise<Reply> {
		const ended = new AbortController();
		try {
			return await Promise.race([this.call<Reply>(command, request, withinMs, ended.signal), this.#awaitSilence(ended.signal)]);
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'ENGINE_UNREACHABLE') throw error;
			await this.#look();
			// A live gateway lets the command wait longer than requested, as the in-memory engine does.
			throw new TroupeError({ code: 'ENGINE_TIMEOUT', message: error.message, retryable: true, cause: error });
		} finally {
			ended.abort();
		}
	}

	/** @throws TroupeError ENGINE_UNREACHABLE, and an abort error when `ended` fires */
	async #awaitSilence(ended: AbortSignal): Promise<never> {
		for (;;) {
			await sleep(this.lookMs, undefined, { signal: ended });
			try {
				await this.#look();
			} catch (error) {
				if (error instanceof TroupeError && error.code === 'ENGINE_UNREACHABLE') throw error;
			}
		}
	}

	/** @throws TroupeError ENGINE_UNREACHABLE */
	async #look(): Promise<void> {
		await this.call({ method: 'topology', subject: 'its topology' }, {}, 3 * this.lookMs);
	}

	async stream(command: Command, request: object): Promise<ReplyStream> {
		const stream = await this.calls[`${command.method}Stream`]!(request);
		if (stream === undefined) throw this.#closed();
		if ('error' in stream) throw this.translated(stream.error, command);
		return stream;
	}

	translated(error: unknown, command: Command): TroupeError {
		return error instanceof TroupeError ? error : translateGatewayError(error, command, this.address);
	}

	#invoke(command: Command, request: object): Promise<unknown> {
		const answered = this.calls[`${command.method}Sync`]!(request);
		return answered ?? Promise.reject(this.#closed());
	}

	/** The SDK never answers after close(). */
	#closed(): TroupeError {
		return new TroupeError({ code: 'STATE_CONFLICT', message: `The connection to Zeebe at ${this.address} is closed.` });
	}

	async #bounded<T>(command: Command, answer: Promise<T>, withinMs: number, ended?: AbortSignal): Promise<T> {
		const waiting = new AbortController();
		const signal = ended ? AbortSignal.any([ended, waiting.signal]) : waiting.signal;
		const late = sleep(withinMs, undefined, { signal }).then(() => {
			throw new TroupeError({
				code: 'ENGINE_UNREACHABLE',
				message: `Zeebe at ${this.address} did not answer ${command.method} within ${withinMs / 1000} s.`,
				fix: unreachableFix,
				retryable: true,
				details: { address: this.address, method: command.method },
			});
		});
		try {
			return await Promise.race([answer, late]);
		} finally {
			late.catch(() => undefined);
			waiting.abort();
		}
	}
}
