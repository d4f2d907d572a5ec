/** An element of BPMN or Zeebe, by its type's name and its properties, before moddle makes it. */
export interface Part {
	$type: string;
	[property: string]: unknown;
}

export interface DraftNode {
	id: string;
	type: string;
	name?: string;
	documentation?: string;
	extensions?: Part[];
	more?: Record<string, unknown>;
	/** The element that a boundary event is at. */
	attachedTo?: string;
	/** The event's definition; `refersTo` is the id of a message, signal or error. */
	event?: { definition: Part; refersTo?: { property: string; id: string } };
	scope?: Scope;
}

export interface DraftFlow {
	id: string;
	from: string;
	to: string;
	name?: string;
	/** FEEL. */
	when?: string;
	isDefault?: boolean;
	/** Place among the flows that leave the same element: conditions are evaluated in this order. */
	order: number;
}

export interface Scope {
	outer?: Scope;
	nodes: DraftNode[];
	flows: DraftFlow[];
	/** Names of the ends in it that end more than the scope, by their kind. */
	throws: Map<EndKind, string[]>;
	/** True if something else runs at the same time. */
	isBeside: boolean;
}

export type EndKind = 'end' | 'cancel';

export interface Way {
	from: string;
	name?: string;
	when?: string;
	isDefault?: boolean;
	order?: number;
}

export const newScope = (outer?: Scope): Scope => ({ outer, nodes: [], flows: [], throws: new Map(), isBeside: false });

export class Names {
	readonly #taken: Set<string>;

	constructor(taken: Iterable<string>) {
		this.#taken = new Set(taken);
	}

	take(name: string, joint = '-'): string {
		let free = name;
		for (let number = 2; this.#taken.has(free); number++) free = `${name}${joint}${number}`;
		this.#taken.add(free);
		return free;
	}
}
