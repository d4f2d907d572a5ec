/** A value beside the words that name it, in offsets of the text. */
export interface LabelledValue {
	start: number;
	end: number;
	labelStart: number;
	labelEnd: number;
}

/**
 * What people write between a label and its value: punctuation, `nº`, `is`, `sob o número`. Letters count as whole words only, so that
 * each text is read in one way.
 */
export const CONNECTOR =
	/(?:[\s:=#"'`´“”‘’«»>|,.()[\]{}*_~·•º°ª/-]|(?:n|no|nos|nr|nrs|num|numero|número|numeros|números|number|id|cod|codigo|código|code|e|é|eh|is|was|are|foi|são|sao|of|the|do|da|de|dos|das|o|a|os|as|sob|meu|minha|my|sua|seu|your|its|at|value|valor|registrad[oa]|cadastrad[oa]|inscrit[oa]|abaixo|segue|atual)(?![\p{L}\p{N}])){0,24}/iuy;

/** The values that stand behind a label, with nothing but a connector between. `label` is global, `between` and `value` are sticky. */
export function* valuesBehind(text: string, label: RegExp, value: RegExp, between: RegExp = CONNECTOR): Generator<LabelledValue> {
	label.lastIndex = 0;
	for (let found = label.exec(text); found; found = label.exec(text)) {
		const labelEnd = found.index + found[0].length;
		const span = valueAt(text, endOf(between, text, labelEnd), value);
		if (span) yield { ...span, labelStart: found.index, labelEnd };
	}
}

/** The values right before a label: `12.345 (matrícula do imóvel)`. `behind` ends at the end of what it is given and captures the value. */
export function* valuesBefore(text: string, label: RegExp, behind: RegExp): Generator<LabelledValue> {
	label.lastIndex = 0;
	for (let found = label.exec(text); found; found = label.exec(text)) {
		const from = Math.max(0, found.index - LONGEST_BEFORE);
		const value = behind.exec(text.slice(from, found.index));
		if (!value) continue;
		const start = from + value.index + value[0].indexOf(value[1]!);
		yield { start, end: start + value[1]!.length, labelStart: found.index, labelEnd: found.index + found[0].length };
	}
}

const LONGEST_BEFORE = 56;

/** Where a sticky expression's match at a position ends; the position itself when there is none. */
export function endOf(expression: RegExp, text: string, at: number): number {
	expression.lastIndex = at;
	return expression.test(text) ? expression.lastIndex : at;
}

/** The span of a sticky expression's first group, or of all of it, at a position. */
export function valueAt(text: string, at: number, value: RegExp): { start: number; end: number } | undefined {
	value.lastIndex = at;
	const found = value.exec(text);
	if (!found) return undefined;
	const start = at + (found[1] === undefined ? 0 : found[0].indexOf(found[1]));
	return { start, end: start + (found[1] ?? found[0]).length };
}
