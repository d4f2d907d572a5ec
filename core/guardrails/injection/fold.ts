import { lookAlike } from './look-alikes';
import { MappedText, type OffsetMap, type Reading, sameOffsets } from './reading';

interface FoldedText extends Reading {
	hidden: number;
	lookAlikes: number;
}

/** ASCII before a non-mark, or a base with at most 30 marks (UAX #15: longer chains take quadratic time). */
const clusters = /(?:\p{ASCII}(?!\P{ASCII}))+|\P{M}\p{M}{0,30}|\p{M}{1,31}/gu;
const invisible = /[\p{Cf}\p{DI}]/gu;
const marks = /\p{M}/gu;
const ascii = /^\p{ASCII}*$/u;
const tag = /^[\u{e0020}-\u{e007e}]$/u;
const tagBlock = 0xe0000;
const maxUnits = 8;
/** "Aí" is not "AI". */
const thereInPortuguese = /(?<!\p{L})a(?:í|i\u0301)(?!\p{L})/giu;

/** Applies NFKD and lower case; removes accents and invisible characters; tag characters become the letters that a model reads. */
export function fold(original: string, outer: OffsetMap = sameOffsets): FoldedText {
	if (ascii.test(original)) return { text: original.toLowerCase(), toOriginal: outer, hidden: 0, lookAlikes: 0 };
	const folded = new MappedText();
	const there = new Set(Array.from(original.matchAll(thereInPortuguese), ({ index }) => index + 1));
	const count = { hidden: 0, lookAlikes: 0 };
	let previous = '';
	for (const { 0: cluster, index } of original.matchAll(clusters)) {
		if (cluster.length > 1 && ascii.test(cluster)) folded.addRun(cluster.toLowerCase(), index);
		else {
			const piece = there.has(index) ? 'hi' : foldCluster(cluster, previous, count);
			folded.add(piece, index, index + cluster.length);
			if (piece === '') continue;
		}
		previous = cluster;
	}
	return { text: folded.text, toOriginal: folded.mapThrough(outer), ...count };
}

function foldCluster(cluster: string, previous: string, count: { hidden: number; lookAlikes: number }): string {
	if (tag.test(cluster)) {
		count.hidden++;
		const letter = String.fromCharCode(cluster.codePointAt(0)! - tagBlock).toLowerCase();
		return tag.test(previous) || !ascii.test(previous) ? letter : ` ${letter}`;
	}
	const visible = cluster.replace(invisible, '');
	if (visible === '') {
		if (/[a-z]$/i.test(previous)) count.hidden++;
		return '';
	}
	const plain = visible.normalize('NFKD').replace(marks, '').toLowerCase();
	// A sentence ligature (U+FDFA) would multiply the length.
	if (plain.length > maxUnits) return visible;
	const alike = lookAlike(plain);
	if (alike === undefined) return plain;
	if (/[a-z]$/i.test(previous) && plain.length === 1) count.lookAlikes++;
	return alike;
}
