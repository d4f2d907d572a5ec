export function findNear(text: string, texts: readonly string[]): string | undefined {
	const max = text.length < 5 ? 1 : 2;
	let nearest: { one: string; distance: number } | undefined;
	for (const one of texts) {
		if (one === text || Math.abs(one.length - text.length) > max) continue;
		const distance = measureDistance(text, one);
		if (distance <= max && distance < (nearest?.distance ?? max + 1)) nearest = { one, distance };
	}
	return nearest?.one;
}

function measureDistance(from: string, to: string): number {
	let before = [] as number[];
	let last = Array.from({ length: to.length + 1 }, (_, at) => at);
	for (let row = 1; row <= from.length; row++) {
		const next = [row];
		for (let at = 1; at <= to.length; at++) {
			const isSame = from[row - 1] === to[at - 1];
			const isSwapped = row > 1 && at > 1 && from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1];
			const steps = [last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + (isSame ? 0 : 1)];
			next.push(Math.min(...steps, ...(isSwapped ? [before[at - 2]! + 1] : [])));
		}
		[before, last] = [last, next];
	}
	return last[to.length]!;
}
