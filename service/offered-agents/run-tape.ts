import { randomBytes } from 'node:crypto';
import type { AgentEvent } from '../../core/agents/agent-event';

const maxCharacters = 256 * 1024;

interface TapedEvent {
	/** From 1. */
	position: number;
	event: AgentEvent;
	characters: number;
}

export class RunTape {
	/** Positions are valid on this tape only. */
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

	get news(): Promise<void> {
		return this.#hasEnded ? Promise.resolve() : this.#news.promise;
	}

	/** Yields later events until the end. A gap in positions means dropped events. */
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
