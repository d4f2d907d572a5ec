import { randomBytes } from 'node:crypto';
import type { AgentEvent } from '../../core/agents/agent-event';

/** Beyond this, the oldest events are dropped. */
const maxCharacters = 256 * 1024;

interface TapedEvent {
	/** From 1. */
	position: number;
	event: AgentEvent;
	characters: number;
}

/** The events of a run in this process, for those who listen now or come back soon. */
export class RunTape {
	/** Positions of another tape mean nothing on this one. */
	readonly id = randomBytes(6).toString('hex');
	#events: TapedEvent[] = [];
	#count = 0;
	#characters = 0;
	#hasEnded = false;
	#news = Promise.withResolvers<void>();

	get count(): number {
		return this.#count;
	}

	push(event: AgentEvent): void {
		const { length: characters } = JSON.stringify(event);
		this.#events.push({ position: (this.#count += 1), event, characters });
		this.#characters += characters;
		while (this.#characters > maxCharacters && this.#events.length > 1) this.#characters -= this.#events.shift()!.characters;
		this.#tell();
	}

	end(): void {
		this.#hasEnded = true;
		this.#tell();
	}

	/** Resolves with the next event, or the end. */
	get news(): Promise<void> {
		return this.#hasEnded ? Promise.resolve() : this.#news.promise;
	}

	/** Yields the events after a position, and those that follow until the end. The first one has a later position than the next where some were dropped. */
	async *read(after: number, signal: AbortSignal): AsyncGenerator<TapedEvent> {
		const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
		for (let position = after; !signal.aborted;) {
			const next = this.#events.find((one) => one.position > position);
			if (next) {
				({ position } = next);
				yield next;
			} else if (this.#hasEnded) return;
			else await Promise.race([this.#news.promise, aborted]);
		}
	}

	#tell(): void {
		this.#news.resolve();
		this.#news = Promise.withResolvers<void>();
	}
}
