import type { Span } from '../../policy/sentences';
import { findPrices } from './prices';
import { findStatements } from './statement-check';

/** An amount as `48.000,00`, `1,200.50`, `48 mil` or `48k`. */
const amount = /\d[\d.,]*\d|\d/g;
const thousand = /^ ?(?:mil|k|thousand)(?![a-zà-ú])/i;
const million = /^ ?(?:mi|milh(?:ão|ões)|milhao|milhoes|million)(?![a-zà-ú])/i;

/**
 * Reads the prices that a company states itself, and returns whether a statement repeats one of them: the same words, or amounts that all are among
 * them. A number alone, such as that of a setting, is a price too.
 */
export async function readOwnPrices(texts: readonly string[]): Promise<(text: string, statement: Span) => boolean> {
	const statements: string[] = [];
	for (const text of texts) {
		if (isNumber(text)) statements.push(text);
		for (const { start, end } of await findStatements(text, findPrices)) statements.push(text.slice(start, end));
	}
	const words = new Set(statements.map(fold));
	const amounts = new Set(statements.flatMap(readAmounts));
	return (text, { start, end }) => {
		const statement = text.slice(start, end);
		if (isInstallment.test(text.slice(Math.max(0, start - near), start)) || goesOn.test(text.slice(end, end + near))) return false;
		const stated = readAmounts(statement);
		return words.has(fold(statement)) || (stated.length > 0 && !wordedAmount.test(statement) && stated.every((one) => amounts.has(one)));
	};
}

/** Characters around a statement that can change its amount. */
const near = 30;
/** `12x de`, `three payments of`: what is due is another amount. */
const isInstallment = /(?:\d ?x|vezes|parcelas|presta[cç][oõ]es|payments|installments|instalments)(?: \p{L}{1,8}){0,2} $/iu;
/** `e meio`, `e quinhentos`, `and a half`. */
const goesOn = /^ (?:e |and a? ?)(?:mei[oa]|half|\d|\p{L}{2,12}(?:cent|hundred|enta|inte|inta))/iu;

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);
const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** Part of an amount in words, such as `meio` in `48 mil e meio`, is not among the figures. */
const wordedAmount =
	/\b(?:cento|cem|duzent|trezent|quatrocent|quinhent|seiscent|setecent|oitocent|novecent|meio|meia|dobro|triplo|metade|half|double|twice|hundred)/i;

export function readAmounts(text: string): number[] {
	return [...text.matchAll(amount)].map(({ 0: figures, index }) => {
		const rest = text.slice(index + figures.length);
		return toNumber(figures) * (thousand.test(rest) ? 1_000 : million.test(rest) ? 1_000_000 : 1);
	});
}

/** The last point or comma begins the cents if at most two figures follow it. */
function toNumber(figures: string): number {
	const cents = /[.,](\d{1,2})$/.exec(figures);
	const whole = (cents ? figures.slice(0, cents.index) : figures).replace(/[.,]/g, '');
	return Number(cents ? `${whole}.${cents[1]}` : whole);
}
