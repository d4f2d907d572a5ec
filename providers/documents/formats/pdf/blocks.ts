import { findTables, type Row } from './tables';
import { rowsOf, type Segment } from './segments';

/** A paragraph or a table of a page. */
export interface Block {
	kind: 'paragraph' | 'table';
	text: string;
	/** Of the letters; of a table 0. */
	size: number;
	lines: number;
}

/** The paragraphs and tables of a part of a page, from above. */
export function blocksOf(part: Segment[]): Block[] {
	const blocks: Block[] = [];
	const rows = rowsOf(part).map((segments): Row => ({
		segments,
		base: segments[0]!.base,
		size: Math.max(...segments.map(({ size }) => size)),
	}));
	const leading = usualLeading(rows);
	let lines: Row[] = [];
	const flush = () => {
		if (lines.length > 0) blocks.push(paragraphOf(lines));
		lines = [];
	};
	for (const piece of findTables(rows, leading)) {
		if (piece.kind === 'table') {
			flush();
			blocks.push({ kind: 'table', text: piece.text, size: 0, lines: piece.rows });
			continue;
		}
		const last = lines.at(-1);
		if (last && beginsAnew(last, piece.row, leading)) flush();
		lines.push(piece.row);
	}
	flush();
	return blocks;
}

/** The distance from line to line that is most frequent. */
function usualLeading(rows: Row[]): number {
	const counts = new Map<number, number>();
	for (let index = 1; index < rows.length; index += 1) {
		const distance = Math.round((rows[index]!.base - rows[index - 1]!.base) * 2) / 2;
		if (distance > 0 && distance < 3 * rows[index]!.size) counts.set(distance, (counts.get(distance) ?? 0) + 1);
	}
	return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0])[0]?.[0] ?? Number.POSITIVE_INFINITY;
}

const listItem = /^(?:[•▪‣◦●○■–—*-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s/;

function beginsAnew(last: Row, next: Row, leading: number): boolean {
	const gap = next.base - last.base;
	const resized = Math.abs(next.size - last.size) > 0.12 * Math.max(next.size, last.size);
	const usual = Number.isFinite(leading) ? Math.max(leading, 1.05 * Math.max(next.size, last.size)) : 1.6 * next.size;
	return resized || gap > 1.3 * usual || gap < 0 || listItem.test(textOf(next));
}

function paragraphOf(rows: Row[]): Block {
	const size = rows[0]!.size;
	return { kind: 'paragraph', text: joinLines(rows.map(textOf)), size, lines: rows.length };
}

function textOf({ segments }: Row): string {
	return segments.map(({ text }) => text).join('  ');
}

/** Forms of Portuguese pronouns that follow a verb behind a hyphen, which stays. */
const pronouns = /^(?:[oa]s?|l[oa]s?|n[oa]s?|lhes?|me|te|se|vos)(?![\p{L}])/u;

/** A word that was cut at the end of a line is made whole, as nobody looks for its halves. */
export function joinLines(lines: string[]): string {
	let text = '';
	for (const line of lines) {
		const cut = /\p{L}[-\u00ad\u2010]$/u.test(text) && /^\p{Ll}/u.test(line);
		if (text === '') text = line;
		else if (!cut) text += ` ${line}`;
		else if (pronouns.test(line) && !text.endsWith('\u00ad')) text += line;
		else text = text.slice(0, -1) + line;
	}
	return text.replaceAll('\u00ad', '');
}
