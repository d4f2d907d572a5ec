import type { EngineEvent } from './engine';

export interface TokenCount {
	tokens: number;
	incidents: number;
}

interface ElementStatistics {
	elementId: string;
	active: number;
	incidents: number;
}

export interface Counted {
	items: ElementStatistics[];
	/** Absent if they are of no single moment. */
	position?: number;
}

/** @param changed the elements; undefined for all */
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
 * The tokens of an instance: counted by the engine at a log position, then moved by events. Duplicate or already counted events move nothing; events
 * that arrive before an older count are not lost.
 */
export class LiveTokens {
	#counts = new Map<string, TokenCount>();
	#position = 0;
	#last = 0;
	#since: Array<{ position: number; event: EngineEvent }> = [];
	readonly #listeners = new Set<Listener>();

	get(elementId: string): TokenCount {
		return this.#counts.get(elementId) ?? none;
	}

	get elements(): string[] {
		return [...this.#counts.keys()];
	}

	/** @returns a function that unsubscribes */
	subscribe(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	take(position: number, event: EngineEvent): void {
		if (position <= this.#last) return;
		this.#last = position;
		this.#since.push({ position, event });
		if (this.#move(event)) this.#tell([event.elementId]);
	}

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

	#move({ kind, elementId, elementType }: EngineEvent): boolean {
		const change = changes[kind];
		if (!change) return false;
		const { tokens: moved = 0, incidents: added = 0 } = change;
		const isBody = elementType === 'multiInstanceBody';
		// Same as the engine: not the process, and the body of a loop while it has an incident.
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
