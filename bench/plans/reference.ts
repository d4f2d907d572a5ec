import { beside, either, follow, nothing, one, repeat, toTraces, type Way } from './traces';

/**
 * Reads the traces of a process from a notation that authors of descriptions write:
 * `A > B` first A, then B; `(A | B | -)` one of them, or nothing; `{A & B}` side by side; `*(A / B)` A, and up to two times B and A again;
 * `A !` ends the process. Names are any words without these characters.
 * @throws Error for what is not of this form, with its place
 */
export function readReference(text: string): string[][] {
	const tokens = text.match(/[>|&/!(){}*]|[^>|&/!(){}*]+/g)?.flatMap((part) => part.trim() || []) ?? [];
	let place = 0;
	const take = (expected: string): void => {
		if (tokens[place] !== expected) throw new Error(`Expected "${expected}" instead of "${tokens[place] ?? 'the end'}" in: ${text}`);
		place += 1;
	};
	const list = (separator: string, close: string): Array<readonly Way[]> => {
		const sets = [sequence()];
		while (tokens[place] === separator) {
			place += 1;
			sets.push(sequence());
		}
		take(close);
		return sets;
	};
	const sequence = (): readonly Way[] => {
		let ways = step();
		while (tokens[place] === '>' || tokens[place] === '!') {
			const isEnd = tokens[place] === '!';
			place += 1;
			ways = isEnd ? ways.map((way) => ({ ...way, ends: true })) : follow(ways, step());
		}
		return ways;
	};
	const step = (): readonly Way[] => {
		const token = tokens[place];
		place += 1;
		if (token === '(') return either(list('|', ')'));
		if (token === '{') return list('&', '}').reduce(beside);
		if (token === '*') {
			take('(');
			const [first, again] = list('/', ')');
			if (!again) throw new Error(`Expected "/" in the loop of: ${text}`);
			return repeat(first!, follow(again, first!));
		}
		if (token === undefined || /^[>|&/!)}]$/.test(token)) throw new Error(`Expected a name instead of "${token ?? 'the end'}" in: ${text}`);
		return token === '-' ? nothing : one(token);
	};
	const ways = sequence();
	if (place < tokens.length) throw new Error(`Expected the end instead of "${tokens[place]}" in: ${text}`);
	return toTraces(ways);
}
