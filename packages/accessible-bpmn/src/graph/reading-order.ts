export interface Placed {
	readonly id: string;
	/** The elements that follow it by flow, first way first. */
	readonly next: readonly string[];
	/** The boundary events that are attached to it. */
	readonly boundaries: readonly string[];
	readonly isStart: boolean;
	/** Read after the flow: event sub-processes, notes, data. */
	readonly isAside: boolean;
	readonly x: number;
	readonly y: number;
}

/** Orders by height, then from the left. Ids break ties. */
export function byPlace(one: { x: number; y: number; id: string }, other: { x: number; y: number; id: string }): number {
	return one.y - other.y || one.x - other.x || (one.id < other.id ? -1 : 1);
}

/**
 * Returns the elements of one scope in reading order: by flow, one branch after the other, and what joins branches after all of them. Boundary events
 * follow their activity. What nothing leads to comes after the flow, from top to bottom.
 */
export function orderByFlow(elements: readonly Placed[]): string[] {
	const all = new Map(elements.map((element) => [element.id, element]));
	const attached = new Set(elements.flatMap(({ boundaries }) => boundaries));
	const reached = new Set(elements.flatMap(({ next }) => next));
	const sorted = [...elements].sort(byPlace);
	const flow = sorted.filter(({ id, isAside }) => !attached.has(id) && !isAside);
	const entries: Placed[] = [
		...flow.filter(({ isStart }) => isStart),
		...flow.filter(({ id, isStart }) => !isStart && !reached.has(id)),
		// A circle that nothing leads into begins at its uppermost element.
		...flow,
		...sorted.filter(({ isAside }) => isAside),
	];
	const order: string[] = [];
	const seen = new Set<string>();
	// The last root is visited first, and the result is turned around: each element is then before all that follow it.
	for (const id of findRoots(entries, all).reverse()) visit(id, all, seen, order);
	const result = order.reverse().flatMap((id) => [id, ...(all.get(id)?.boundaries ?? []).filter((boundary) => all.has(boundary))]);
	return [...new Set(result)];
}

/** Returns the entries that no entry before them leads to. */
function findRoots(entries: readonly Placed[], all: ReadonlyMap<string, Placed>): string[] {
	const reached = new Set<string>();
	const roots: string[] = [];
	for (const { id } of entries) {
		if (reached.has(id)) continue;
		roots.push(id);
		const open = [id];
		for (let next = open.pop(); next !== undefined; next = open.pop()) {
			if (reached.has(next)) continue;
			reached.add(next);
			const element = all.get(next);
			if (element) open.push(...listFollowers(element, all));
		}
	}
	return roots;
}

/** Returns what follows by flow, then what follows a boundary event: the exception is read after the rule. */
function listFollowers({ next, boundaries }: Placed, all: ReadonlyMap<string, Placed>): string[] {
	return [...next, ...boundaries.flatMap((boundary) => all.get(boundary)?.next ?? [])];
}

/** Adds an element after all that it leads to. It goes on in a list and not by calling itself: chains can be long. */
function visit(start: string, all: ReadonlyMap<string, Placed>, seen: Set<string>, order: string[]): void {
	const open: Array<{ id: string; rest: string[] }> = [];
	const enter = (id: string): void => {
		if (seen.has(id)) return;
		const element = all.get(id);
		if (!element) return;
		seen.add(id);
		open.push({ id, rest: listFollowers(element, all) });
	};
	enter(start);
	for (let top = open.at(-1); top; top = open.at(-1)) {
		const next = top.rest.pop();
		if (next !== undefined) enter(next);
		else {
			order.push(top.id);
			open.pop();
		}
	}
}
