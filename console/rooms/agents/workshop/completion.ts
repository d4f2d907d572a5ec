export interface Completion {
	names: string[];
	start: number;
	end: number;
}

const begun = /\{\{[ \t]{0,3}([A-Za-z_][A-Za-z0-9_]{0,99})?$/;
const max = 8;

/** Finds completions at the caret: inputs after `{{`, prefix matches first. */
export function findCompletion(text: string, caret: number, inputs: readonly string[]): Completion | undefined {
	const [braces, typed = ''] = begun.exec(text.slice(Math.max(0, caret - 110), caret)) ?? [];
	if (braces === undefined) return undefined;
	const lower = typed.toLowerCase();
	const fitting = inputs.filter((name) => name.toLowerCase().includes(lower));
	const names = fitting.toSorted((one, other) => Number(begins(other, lower)) - Number(begins(one, lower))).slice(0, max);
	if (names.length === 0) return undefined;
	const rest = /^[A-Za-z0-9_]{0,99}[ \t]{0,3}\}\}/.exec(text.slice(caret, caret + 110));
	return { names, start: caret - braces.length, end: caret + (rest?.[0].length ?? 0) };
}

const begins = (name: string, lower: string): boolean => name.toLowerCase().startsWith(lower);
