import { createMeter, maxLength, mostWords, type SupportContext } from './measure-support';
import { type LocatedStatement, locateStatements } from './statements';

interface Correction extends LocatedStatement {
	right: number[];
}

/** Min share of a statement's words in the passage that replaces a cited one. */
const leastShare = 0.8;
/** Measuring costs grow with length, once for each passage. */
const longest = 2_000;

/**
 * For statements whose cited passages lack a number, name or words that another passage has. That one is cited instead, or as well if the cited ones
 * have other parts.
 */
export function findWrongCitations(reply: string, context: SupportContext): Correction[] {
	const measure = createMeter(context);
	const scoreOf = (statement: LocatedStatement, citations: number[]) => measure({ text: statement.text, citations });
	return locateStatements(reply.slice(0, maxLength), context.passages.length).flatMap((statement) => {
		if (statement.citations.length === 0 || statement.text.length > longest) return [];
		const own = scoreOf(statement, statement.citations);
		if (own?.lacks === undefined || own.score >= mostWords || own.lacks === 'negation') return [];
		const candidates = context.passages.flatMap((_, index) => {
			const number = index + 1;
			if (statement.citations.includes(number)) return [];
			return [[number], [...new Set([...statement.citations, number])]].map((right) => ({ right, ...scoreOf(statement, right)! }));
		});
		const least = own.lacks === 'words' ? leastShare : own.score;
		const [best] = candidates
			.filter(({ lacks, score }) => score >= least && (lacks === undefined || (lacks === 'words' && own.lacks !== 'words')))
			.toSorted((one, other) => other.score - one.score || one.right.length - other.right.length);
		return best ? [{ ...statement, right: best.right }] : [];
	});
}

export function writeCitations(reply: string, corrections: readonly Correction[]): string {
	const places = corrections.flatMap(({ markers, right }) =>
		markers.map((place, index) => ({ ...place, text: index === 0 ? ` ${right.map((number) => `[${number}]`).join('')}` : '' })),
	);
	return places.reduceRight((text, { start, end, text: written }) => text.slice(0, start) + written + text.slice(end), reply);
}
