/** Returns the shortest path of at least one step from one node of a graph to another, both included; undefined if there is none. */
export function findPath(from: string, to: string, listNext: (node: string) => string[]): string[] | undefined {
	const seen = new Set<string>();
	for (let paths = [[from]]; paths.length > 0;) {
		const longer = paths.flatMap((path) => listNext(path.at(-1)!).map((next) => [...path, next]));
		const complete = longer.find((path) => path.at(-1) === to);
		if (complete) return complete;
		paths = longer.filter((path) => !seen.has(path.at(-1)!));
		for (const path of paths) seen.add(path.at(-1)!);
	}
	return undefined;
}
