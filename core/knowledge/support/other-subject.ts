import { extractTerms } from '../../words/terms';
import { findQuantities, isSameQuantity, type Quantity, sharesUnit } from './quantities';

/** An amount of one thing: "kettles of 12 months". */
interface Part {
	quantities: Quantity[];
	/** Search forms before the verb or preposition, or after a leading number. */
	subject: ReadonlySet<string>;
	words: ReadonlySet<string>;
}

export type Amounts = Part[];

/** More are a table; no statement has as many. */
const maxParts = 20;
const longest = 1_000;
const comma = /[,;](?!\d)\s*/;
const joining = /^(?:and|but|e|mas)(?!\p{L})/iu;
const joined = /\s+(?:and|but|while|e|mas|enquanto)\s+/i;
/** A verb or preposition, a currency or a number ends the subject. */
const verbs = [
	'ha(?:s|ve|d)|is|are|was|were|costs?|takes?|lasts?|gets?|needs?|comes?|pays?|runs?|stays?|weighs?|holds?|saves?|receives?|measures?|carr(?:y|ies)|allows?|charges?|arrives?|opens?|closes?',
	'tem|têm|é|são|fica|ficam|custam?|levam?|duram?|valem?|pagam?|pesam?|medem?|recebem?|precisam?|ganham?|chegam?|abrem?|fecham?|permitem?|cobram?',
].join('|');
const subjectEnd = new RegExp(
	String.raw`(?<!\p{L})(?:${verbs}|of|in|for|from|with|de|do|da|dos|das|por|para|com|em|no|na)(?!\p{L})|(?<!\p{L})(?:R|US)?\$|[€£]|\d`,
	'iu',
);
const naming = /(?<!\p{L})(?:for|on|in|to|para|pra|em|no|na|nos|nas|ao|aos)(?!\p{L})/iu;

/** Reads a sentence of which parts have numbers of one unit; each number belongs to the subject of its part. */
export function readAmounts(sentence: string): Amounts {
	if (sentence.length > longest) return [];
	const pieces = sentence.split(comma);
	const parts = pieces.flatMap((piece) => (countMeasured(piece) > 1 ? piece.split(joined) : [piece]));
	const measured = joinLists(parts);
	if (measured.length > maxParts) return [];
	const comesFirst = measured.slice(1).some((part) => findSubject(part) === '');
	return measured.map((part) => readPart(part, comesFirst));
}

/** "Grinders, mixers | and kettles of 12 months": things without a number belong to the next one. */
function joinLists(parts: readonly string[]): string[] {
	let before = '';
	return parts.flatMap((part) => {
		const whole = `${before}${part}`;
		const isMeasured = countMeasured(part) > 0;
		before = isMeasured || subjectEnd.test(part) ? '' : `${whole}, `;
		return isMeasured ? [whole] : [];
	});
}

const findSubject = (text: string): string =>
	text
		.slice(0, Math.max(0, text.search(subjectEnd)))
		.replace(joining, '')
		.trim();

const countMeasured = (text: string): number => findQuantities(text).filter(({ unit }) => unit.length > 0).length;

/** @param comesFirst numbers precede their subject: "12 months for kettles" */
function readPart(text: string, comesFirst: boolean): Part {
	const quantities = findQuantities(text).filter(({ unit }) => unit.length > 0);
	const counted = new Set(quantities.flatMap(({ unit }) => unit));
	const list = (some: string) =>
		new Set(
			extractTerms(some, ['pt', 'en'])
				.flat()
				.filter((form) => !counted.has(form) && !/\d/.test(form)),
		);
	const after = text.slice(Math.max(0, text.search(/\d/)));
	const named = after.search(naming);
	const subject = comesFirst ? (named < 0 ? '' : after.slice(named)) : findSubject(text);
	return { quantities, subject: list(subject), words: list(text) };
}

/**
 * The statement gives a thing the number of another one: a grinder the 24 months of the coffee machine. Without a named thing, that of the question
 * counts.
 */
export function isOfAnother(statement: string, question: string, sentences: readonly Amounts[]): boolean {
	const asked = new Set(extractTerms(question, ['pt', 'en']).flat());
	const said = readAmounts(statement);
	const counted = new Set(said.flatMap(({ quantities }) => quantities.flatMap(({ unit }) => unit)));
	const all = new Set(
		extractTerms(statement, ['pt', 'en'])
			.flat()
			.filter((form) => !counted.has(form) && !/\d/.test(form)),
	);
	return said.some(({ quantities, words }) =>
		quantities.some((quantity) => sentences.some((parts) => isWrong(quantity, parts, said.length > 1 ? words : all, asked, sentences))),
	);
}

function isWrong(
	quantity: Quantity,
	parts: Amounts,
	words: ReadonlySet<string>,
	asked: ReadonlySet<string>,
	all: readonly Amounts[],
): boolean {
	const ofUnit = parts.filter(({ quantities }) => quantities.some((one) => sharesUnit(one, quantity)));
	const has = (part: Part) => part.quantities.some((one) => sharesUnit(one, quantity) && isSameQuantity(one, quantity));
	const own = ofUnit.filter(has);
	const others = ofUnit.filter((part) => !has(part));
	if (own.length === 0 || others.length === 0) return false;
	const ownSubject = new Set(own.flatMap(({ subject }) => [...subject]));
	const isNamed = (said: ReadonlySet<string>) => ofUnit.some(({ subject }) => [...subject].some((form) => said.has(form)));
	const says = isNamed(words);
	const said = says ? words : asked;
	const named = others.flatMap(({ subject }) => [...subject].filter((form) => said.has(form) && !ownSubject.has(form)));
	if (named.length === 0 || [...ownSubject].some((form) => said.has(form))) return false;
	const shared = (part: Part) => [...words].some((form) => part.words.has(form));
	// A statement of other words speaks of something else.
	if (!says && words.size > 0 && !parts.some(shared)) return false;
	// Another sentence can give it the number too.
	const gives = (part: Part) => has(part) && (named.some((form) => part.words.has(form)) || (!says && (words.size === 0 || shared(part))));
	return !all.some((other) => other !== parts && other.some(gives));
}
