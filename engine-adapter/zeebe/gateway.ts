import { setTimeout as sleep } from 'node:timers/promises';
import { TroupeError } from '../../core/base/errors';
import { jittered } from './jitter';
import type { GatewayCalls, ReplyStream } from './load-sdk';
import { isBackPressure, translateGatewayError, unreachableFix, type Command } from './translate-error';

/** Back-pressure ends within moments; a caller waits no longer than one and a half times the sum of these. */
const backPressureWaitsMs = [50, 100, 200, 400, 800, 1_600];

/** The gRPC gateway with bounded waiting and Troupe's errors. */
export class Gateway {
	constructor(
		private readonly calls: GatewayCalls,
		readonly address: string,
		private readonly waitsMs: readonly number[] = backPressureWaitsMs,
		private readonly onBackPressure: () => void = () => undefined,
	) {}

	/** @throws TroupeError as the command says, ENGINE_UNREACHABLE, ENGINE_TIMEOUT */
	async call<Reply>(command: Command, request: object, withinMs = 30_000): Promise<Reply> {
		for (let attempt = 0; ; attempt++) {
			try {
				return (await this.#bounded(command, this.#invoke(command, request), withinMs)) as Reply;
			} catch (error) {
				const wait = this.waitsMs[attempt];
				if (!isBackPressure(error) || wait === undefined) throw this.translated(error, command);
				this.onBackPressure();
				await sleep(jittered(wait));
			}
		}
	}

	/** Opens a server stream. Errors come as its event. */
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

	/** The SDK answers nothing at all after close(). */
	#closed(): TroupeError {
		return new TroupeError({ code: 'STATE_CONFLICT', message: `The connection to Zeebe at ${this.address} is closed.` });
	}

	async #bounded<T>(command: Command, answer: Promise<T>, withinMs: number): Promise<T> {
		const waiting = new AbortController();
		const late = sleep(withinMs, undefined, { signal: waiting.signal }).then(() => {
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
