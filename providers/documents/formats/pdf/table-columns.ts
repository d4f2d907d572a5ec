import type { Segment } from './segments';

export interface Span {
	left: number;
	right: number;
}

/** Share of a column's cells that begin, end or are centred at the same place. */
const alignedShare = 0.6;
const crossingShare = 0.25;

export function toSpans(segments: Segment[]): Span[] {
	return segments.map(({ left, right }) => ({ left, right }));
}

export function merge(spans: Span[]): Span[] {
	const merged: Span[] = [];
	for (const { left, right } of spans.sort((one, other) => one.left - other.left)) {
		const last = merged.at(-1);
		if (last && left < last.right) last.right = Math.max(last.right, right);
		else merged.push({ left, right });
	}
	return merged;
}

export function toColumns(rows: Segment[][]): Span[] {
	const usual = mostFrequent(rows.map(({ length }) => length));
	let columns = merge(rows.flatMap(toSpans));
	if (columns.length >= usual) return columns;
	const widest = rows.toSorted((one, other) => width(other) - width(one));
	for (let left = 1; left <= crossingShare * rows.length; left += 1) {
		columns = merge(widest.slice(left).flatMap(toSpans));
		if (columns.length >= usual) return columns;
	}
	return merge(rows.flatMap(toSpans));
}

function width(row: Segment[]): number {
	return Math.max(...row.map(({ left, right }) => right - left));
}

function mostFrequent(numbers: number[]): number {
	const counts = new Map<number, number>();
	for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
	return [...counts].sort((one, other) => other[1] - one[1] || other[0] - one[0])[0]![0];
}

export function alignedColumns(rows: Segment[][]): number {
	const columns = toColumns(rows).map((column) =>
		rows.flatMap((row) => row.filter(({ left, right }) => left < column.right && right > column.left)),
	);
	return columns.filter((cells) => cells.length >= 2 && isAligned(cells)).length;
}

function isAligned(cells: Segment[]): boolean {
	const tolerance = 0.4 * cells[0]!.size;
	return [
		cells.map(({ left }) => left),
		cells.map(({ right }) => right),
		cells.map(({ left, right }) => (left + right) / 2),
		cells.map(decimalPlace),
	].some((places) => places.filter((place) => Math.abs(place - median(places)) <= tolerance).length >= alignedShare * cells.length);
}

function decimalPlace({ text, left, right }: Segment): number {
	const at = /[.,]\d+\D*$/.exec(text)?.index ?? text.length;
	return left + ((right - left) * at) / text.length;
}

function median(numbers: number[]): number {
	return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
}

const operator = /[=<>≤≥≈≠≡∈∉⊂⊆∪∩∀∃∑∏∫√∂∇→⇒↦⟨⟩±×·^~]|^\([\d.]+[a-z]?\)$/u;

/** A formula has an operator and hardly any words. */
export function isFormula(texts: string[]): boolean {
	const words = texts.join(' ').match(/\p{L}{4,}/gu)?.length ?? 0;
	return texts.some((text) => operator.test(text)) && words <= 1;
}
