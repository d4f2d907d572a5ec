import { randomUUID } from 'node:crypto';
import { BoundedCache } from '../../core/base/bounded-cache';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { Channel, Heard } from './channel';

/** Min interval between looks, however many wake-ups arrive. */
const throttleMs = 50;

class Listener {
	readonly rouse: () => void;
	#timer: NodeJS.Timeout | undefined;
	#hasEnded = false;

	constructor(
		look: () => void,
		private readonly waitMs: () => number,
	) {
		this.rouse = throttle(() => void (!this.#hasEnded && look()), throttleMs);
	}

	plan(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.plan();
			this.rouse();
		}, jittered(this.waitMs()));
	}

	end(): void {
		this.#hasEnded = true;
		clearTimeout(this.#timer);
	}
}

/** Spreads machines that started together. */
const jittered = (milliseconds: number) => milliseconds * (0.8 + 0.4 * Math.random());

/** Min interval between messages of a topic. */
const sendEveryMs = 50;
const maxSenders = 1_000;
/** Poll interval while wake-ups arrive: the cost of a lost one. */
const heardPollMs = 5_000;
const firstProbeMs = 1_000;
const maxProbeMs = 300_000;
/** Sender and topic; ignores foreign messages. */
const form = /^([\da-f-]{36}) (.{0,300})$/su;
const probe = '';

interface WakeUpOptions {
	/** Default: no other processes are woken. */
	channel?: Channel;
	/** Called with a fault when wake-ups fail, and with undefined when they work again. */
	onState?: (fault: unknown) => void;
	probeMs?: number;
}

/**
 * Wakes listeners here and, over a channel, in other processes. Messages only name topics, so a writer on the channel can do no more than wake
 * listeners. The channel counts as heard while own messages come back: connections die silently, poolers swallow notifications, and the right to send
 * can be missing.
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

	/** Sends a probe. If it does not return, retries with backoff and requests a new connection. */
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
				// Wake-ups may have been missed.
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

/** Runs at once, then at most once per interval, and at its end if called meanwhile. */
function throttle(act: () => void, everyMs: number): () => void {
	let isPausing = false;
	let again = false;
	return function run() {
		if (isPausing) return void (again = true);
		isPausing = true;
		setTimeout(() => {
			isPausing = false;
			if (!again) return;
			again = false;
			run();
		}, everyMs);
		act();
	};
}
