import type { Redis } from 'ioredis';
import { createRedis, readRedisDatabase } from './create-redis';
import { redisFault } from './redis-fault';
import type { Channel, Heard, Hearing } from '../wake-ups/channel';

const timeoutMs = 1_000;
/** After a failure nothing is sent for this long: each attempt could take the whole timeout. */
const pauseMs = 5_000;

/** Sends on one connection and subscribes on another: a subscriber can do nothing else. @throws TroupeError INPUT_INVALID */
export function redisChannel(address: string): Channel {
	const sender = new RedisSender(address);
	const channel = `troupe:wake:${readRedisDatabase(address)}`;
	const fault = (cause: unknown) =>
		redisFault(
			address,
			'does not carry wake-ups',
			'Until then, processes notice the changes of others when they look by themselves, within seconds: nothing is lost.',
			cause,
		);
	return {
		send: (text) =>
			sender.send(channel, text).catch((cause: unknown) => {
				throw fault(cause);
			}),
		hear: ({ heard, connected, failed }) => hear(address, channel, { heard, connected, failed: (cause) => failed(fault(cause)) }),
	};
}

class RedisSender {
	readonly #redis: Redis;
	#connecting: Promise<void> | undefined;
	#pending = 0;
	#pausedUntil = 0;
	#lastError: unknown;

	constructor(address: string) {
		this.#redis = createRedis(address, { retryStrategy: () => null, connectTimeout: timeoutMs, commandTimeout: timeoutMs });
		this.#redis.on('error', (error) => (this.#lastError = error));
	}

	async send(channel: string, text: string): Promise<void> {
		if (performance.now() < this.#pausedUntil) throw this.#lastError;
		try {
			await this.#open();
			this.#hold(1);
			try {
				await this.#redis.publish(channel, text);
			} finally {
				this.#hold(-1);
			}
		} catch (cause) {
			this.#pausedUntil = performance.now() + pauseMs;
			// A login's error says more than the failed command.
			this.#lastError = this.#redis.status === 'ready' ? cause : (this.#lastError ?? cause);
			this.#redis.disconnect();
			throw this.#lastError;
		}
	}

	async #open(): Promise<void> {
		if (this.#redis.status === 'ready') return;
		this.#lastError = undefined;
		this.#connecting ??= this.#redis.connect().finally(() => (this.#connecting = undefined));
		await this.#connecting;
	}

	#hold(change: 1 | -1): void {
		this.#pending += change;
		if (this.#pending > 0) this.#redis.stream.ref();
		else this.#redis.stream.unref();
	}
}

function hear(address: string, channel: string, { heard, connected, failed }: Hearing): Heard {
	const redis = createRedis(address, { autoResubscribe: false });
	let retry: NodeJS.Timeout | undefined;
	let hasEnded = false;
	let lastError: unknown;
	const fail = (cause: unknown) => {
		lastError = cause;
		if (!hasEnded) failed(cause);
	};
	const subscribe = async () => {
		clearTimeout(retry);
		try {
			await redis.subscribe(channel);
			lastError = undefined;
			connected();
		} catch (cause) {
			fail(cause);
			// The right to subscribe may be missing; a person can grant it.
			if (redis.status === 'ready' && !hasEnded) retry = setTimeout(() => void subscribe(), pauseMs).unref();
		}
	};
	redis.on('ready', () => void subscribe());
	redis.on('error', fail);
	redis.on('close', () => fail(lastError ?? new Error('the connection ended')));
	redis.on('message', (_channel, text) => heard(text));
	redis.connect().catch(() => undefined); // reported by the listeners above
	return {
		reconnect: () => redis.disconnect(true),
		close() {
			hasEnded = true;
			clearTimeout(retry);
			redis.disconnect();
		},
	};
}
