import { randomUUID } from 'node:crypto';
import { BoundedCache } from '../../core/base/bounded-cache';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { Channel, Heard } from './channel';
import { Listener } from './listener';
import { throttle } from './throttle';

/** However often a topic changes, it is sent at most once in this time. */
const sendEveryMs = 50;
const maxSenders = 1_000;
/** How often listeners look while wake-ups arrive: what a lost one costs. */
const heardPollMs = 5_000;
const firstProbeMs = 1_000;
const maxProbeMs = 300_000;
/** A sender and a topic. Anything else on the channel is not ours. */
const form = /^([\da-f-]{36}) (.{0,300})$/su;
/** The topic of a probe. */
const probe = '';

interface WakeUpOptions {
	/** Carries wake-ups to other processes. Without one, there are none. */
	channel?: Channel;
	/** Told why wake-ups are not sent or do not arrive, and with undefined that they do again. */
	onState?: (fault: unknown) => void;
	/** How often the channel is probed. */
	probeMs?: number;
}

/**
 * Wakes listeners in this process and, over a channel, in others. A message names a topic only: whoever can write to the channel can make
 * listeners look, and nothing more.
 *
 * The channel counts as heard while what this process sends comes back: a connection can be dead without an error, a pooler can swallow
 * notifications, and a user can lack the right to send.
 */
export class SharedWakeUps implements WakeUps {
	readonly #id = randomUUID();
	readonly #topics = new Map<string, Set<Listener>>();
	readonly #senders = new BoundedCache<() => void>(maxSenders);
	readonly #probeMs: number;
	#connection: Heard | undefined;
	#isHeard = false;
	#isProbeBack = false;
	#probing: NodeJS.Timeout | undefined;

	constructor(private readonly options: WakeUpOptions = {}) {
		this.#probeMs = options.probeMs ?? 15_000;
	}

	wake(topic: string): void {
		this.#rouse(topic);
		if (!this.options.channel) return;
		let send = this.#senders.get(topic);
		if (!send) this.#senders.set(topic, (send = throttle(() => void this.#send(topic), sendEveryMs)));
		send();
	}

	listen(topic: string, look: () => void, everyMs: number): () => void {
		const listener = new Listener(look, () => (this.#isHeard ? Math.max(everyMs, heardPollMs) : everyMs));
		const ofTopic = this.#topics.get(topic) ?? new Set();
		this.#topics.set(topic, ofTopic.add(listener));
		listener.plan();
		this.#connection ??= this.options.channel?.hear({
			heard: (text) => this.#hear(text),
			connected: () => this.#probe(firstProbeMs),
			failed: (fault) => this.#fail(fault),
		});
		return () => {
			listener.end();
			ofTopic.delete(listener);
			if (ofTopic.size === 0 && this.#topics.get(topic) === ofTopic) this.#topics.delete(topic);
			if (this.#topics.size === 0) this.#disconnect();
		};
	}

	#rouse(topic: string): void {
		for (const listener of this.#topics.get(topic) ?? []) listener.rouse();
	}

	async #send(topic: string): Promise<void> {
		try {
			await this.options.channel!.send(`${this.#id} ${topic}`);
			// A listener waits for its probe.
			if (!this.#connection) this.options.onState?.(undefined);
		} catch (fault) {
			this.#fail(fault);
		}
	}

	#hear(text: string): void {
		const [, sender, topic] = form.exec(text) ?? [];
		if (topic === undefined) return;
		if (sender !== this.#id) return this.#rouse(topic);
		if (topic !== probe) return;
		this.#isProbeBack = true;
		this.options.onState?.(undefined);
		this.#setHeard(true);
	}

	/** Sends a probe. If it does not come back, sends another one later and later, and asks for a new connection. */
	#probe(waitMs: number): void {
		clearTimeout(this.#probing);
		this.#isProbeBack = false;
		void this.#send(probe);
		this.#probing = setTimeout(() => {
			if (this.#isProbeBack) return this.#probe(this.#probeMs);
			this.#setHeard(false);
			if (waitMs >= this.#probeMs) this.#connection?.reconnect();
			this.#probe(Math.min(waitMs * 2, maxProbeMs));
		}, waitMs).unref();
	}

	#fail(fault: unknown): void {
		this.options.onState?.(fault);
		this.#setHeard(false);
	}

	#setHeard(isHeard: boolean): void {
		if (isHeard === this.#isHeard) return;
		this.#isHeard = isHeard;
		for (const listeners of this.#topics.values()) {
			for (const listener of listeners) {
				listener.plan();
				// Something can have been missed.
				listener.rouse();
			}
		}
	}

	#disconnect(): void {
		clearTimeout(this.#probing);
		this.#connection?.close();
		this.#connection = undefined;
		this.#isHeard = false;
	}
}
