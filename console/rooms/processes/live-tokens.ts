import type { EngineEvent } from './engine';

/** How many tokens an element has, and how many incidents. */
export interface TokenCount {
	tokens: number;
	incidents: number;
}

export interface ElementStatistics {
	elementId: string;
	active: number;
	incidents: number;
}

/** The counts of an instance, and the position of the last event that they have in them. */
export interface Counted {
	items: ElementStatistics[];
	/** Absent where they are of no one moment. */
	position?: number;
}

/** Follows a change of the counts. @param changed the elements; undefined for all */
type Listener = (changed: Iterable<string> | undefined) => void;

const changes: Record<string, Partial<TokenCount>> = {
	'element-activated': { tokens: 1 },
	'element-completed': { tokens: -1 },
	'element-terminated': { tokens: -1 },
	'incident-created': { incidents: 1 },
	'incident-resolved': { incidents: -1 },
};
const none: TokenCount = { tokens: 0, incidents: 0 };

/**
 * The tokens of an instance: as the engine counted them at a position of its log, and moved by the events after it. An event that comes twice, or that a
 * count has already, moves nothing; one that comes before a count which does not have it is not lost.
 */
export class LiveTokens {
	#counts = new Map<string, TokenCount>();
	/** Position of the last count. */
	#position = 0;
	/** Position of the last event. */
	#last = 0;
	/** Events after the last count, for the next one. */
	#since: Array<{ position: number; event: EngineEvent }> = [];
	readonly #listeners = new Set<Listener>();

	get(elementId: string): TokenCount {
		return this.#counts.get(elementId) ?? none;
	}

	/** The elements that have any. */
	get elements(): string[] {
		return [...this.#counts.keys()];
	}

	/** @returns what ends it */
	subscribe(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/** Takes an event of the stream. */
	take(position: number, event: EngineEvent): void {
		if (position <= this.#last) return;
		this.#last = position;
		this.#since.push({ position, event });
		if (this.#move(event)) this.#tell([event.elementId]);
	}

	/** Takes a new count. An older one than the last tells nothing. */
	count({ items, position = this.#last }: Counted): void {
		if (position < this.#position) return;
		this.#position = position;
		this.#last = Math.max(this.#last, position);
		this.#since = this.#since.filter((one) => one.position > position);
		this.#counts = new Map();
		for (const { elementId, active, incidents } of items) this.#set(elementId, { tokens: active + incidents, incidents });
		for (const { event } of this.#since) this.#move(event);
		this.#tell(undefined);
	}

	/** Returns whether it moved a token. */
	#move({ kind, elementId, elementType }: EngineEvent): boolean {
		const change = changes[kind];
		if (!change) return false;
		const { tokens: moved = 0, incidents: added = 0 } = change;
		const isBody = elementType === 'multiInstanceBody';
		// As the engine counts: not the process, and the body of a loop while it has an incident.
		if (elementType === 'process' || (isBody && added === 0)) return false;
		const { tokens, incidents } = this.get(elementId);
		this.#set(elementId, { tokens: Math.max(0, tokens + (isBody ? added : moved)), incidents: Math.max(0, incidents + added) });
		return true;
	}

	#set(elementId: string, count: TokenCount): void {
		if (count.tokens + count.incidents > 0) this.#counts.set(elementId, count);
		else this.#counts.delete(elementId);
	}

	#tell(changed: Iterable<string> | undefined): void {
		for (const listener of this.#listeners) listener(changed);
	}
}
