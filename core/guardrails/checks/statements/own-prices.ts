import { foldAccents } from '../../../words/terms';
import type { Span } from '../../policy/sentences';
import { near, readCurrency, readTerms } from './price-terms';
import { findPrices } from './prices';
import { findStatements } from './statement-check';

/** The name of a model, such as `PH-40`. */
const model = /(?<![\p{L}\p{N}])\p{L}{1,6}-?\d{1,5}\p{L}{0,2}(?![\p{L}\p{N}])/gu;
const usual = new Set(
	(
		'custa custam sai saem fica ficam preco precos valor valores partir reais real apenas somente cada hoje para pelo pela ' +
		'costs cost price prices from only dollars each today with this that nosso nossa essa esse esta este como isso'
	).split(' '),
);
const before = 80;
const after = 40;
const joined = /(?<!\p{L})(?:e|ou|mas|and|or|but)(?!\p{L})|[!?;\n]|\.(?:\s|$)/u;

interface PriceProduct {
	model: string | undefined;
	words: ReadonlySet<string>;
}

function readProduct(text: string, { start, end }: Span): PriceProduct {
	const [lead, rest] = [text.slice(Math.max(0, start - before), start), text.slice(end, end + after)].map((part) =>
		foldAccents(part.toLowerCase()),
	) as [string, string];
	const head = lead.split(joined).at(-1)!;
	const tail = rest.split(joined)[0]!.split(',')[0]!;
	const models = [...(head.match(model) ?? []).toReversed(), ...(tail.match(model) ?? [])].map((name) => name.replace('-', ''));
	const words = `${head} ${tail}`.match(/\p{L}{4,}/gu) ?? [];
	return { model: models[0], words: new Set(words.filter((word) => !usual.has(word))) };
}

/** False if both name different models, or if the words fit only other prices. @param all products with known prices */
function canBeOf(meant: PriceProduct, own: PriceProduct, all: readonly PriceProduct[]): boolean {
	if (meant.model !== undefined && own.model !== undefined) return meant.model === own.model;
	const isMentioned = (word: string) => all.some(({ words }) => words.has(word));
	const told = [...meant.words].filter((word) => isMentioned(word) && !all.every(({ words }) => words.size === 0 || words.has(word)));
	return own.words.size === 0 || told.length === 0 || told.some((word) => own.words.has(word));
}

/** An amount as `48.000,00`, `1,200.50`, `48 mil` or `48k`. */
const amount = /\d[\d.,]*\d|\d/g;
const thousand = /^ ?(?:mil|k|thousand)(?![a-zà-ú])/i;
const million = /^ ?(?:mi|milh(?:ão|ões)|milhao|milhoes|million)(?![a-zà-ú])/i;

interface OwnPrice {
	words: string;
	amounts: number[];
	/** Undefined for a bare number, which takes the currency of its sentence. */
	currency: string | undefined;
	terms: ReadonlySet<string>;
	product: PriceProduct;
}

/**
 * Reads a company's own prices. The result tells if a statement repeats one: the same words, or only known amounts in the same currency, without
 * other terms or another known product. A bare number, such as a setting, is a price too.
 */
export async function readOwnPrices(texts: readonly string[]): Promise<(text: string, statement: Span) => boolean> {
	const own: OwnPrice[] = [];
	for (const text of texts) {
		if (isNumber(text)) own.push(toPrice(text, { start: 0, end: text.length }));
		for (const span of await findStatements(text, findPrices)) own.push(toPrice(text, span));
	}
	const products = own.map(({ product }) => product);
	return (text, span) => {
		const { start, end } = span;
		if (isInstallment.test(text.slice(Math.max(0, start - near), start)) || goesOn.test(text.slice(end, end + near))) return false;
		const stated = toPrice(text, span);
		const same = own.filter((price) => isSameKind(stated, price) && canBeOf(stated.product, price.product, products));
		if (same.some(({ words }) => words === stated.words)) return true;
		const isKnown = (amount: number) => same.some(({ amounts }) => amounts.includes(amount));
		return stated.amounts.length > 0 && !wordedAmount.test(stated.words) && stated.amounts.every(isKnown);
	};
}

function toPrice(text: string, span: Span): OwnPrice {
	const statement = text.slice(span.start, span.end);
	return {
		words: fold(statement),
		amounts: readAmounts(statement),
		currency: readCurrency(statement),
		terms: readTerms(text, span),
		product: readProduct(text, span),
	};
}

/** The statement may not have terms that the own price lacks: `per hour`, `discount`, `times 12`. */
const isSameKind = (stated: OwnPrice, { currency, terms }: OwnPrice): boolean =>
	(stated.currency === undefined || currency === undefined || stated.currency === currency) &&
	[...stated.terms].every((term) => terms.has(term));

/** `12x de`, `three payments of`: the total is another amount. */
const isInstallment = /(?:\d ?x|vezes|parcelas|presta[cç][oõ]es|payments|installments|instalments)(?: \p{L}{1,8}){0,2} $/iu;
/** `e meio`, `e quinhentos`, `and a half`. */
const goesOn = /^ (?:e |and a? ?)(?:mei[oa]|half|\d|\p{L}{2,12}(?:cent|hundred|enta|inte|inta))/iu;

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);
const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** Amounts partly in words, such as `48 mil e meio`: figures alone are incomplete. */
const wordedAmount =
	/\b(?:cento|cem|duzent|trezent|quatrocent|quinhent|seiscent|setecent|oitocent|novecent|meio|meia|dobro|triplo|metade|half|double|twice|hundred)/i;

function readAmounts(text: string): number[] {
	return [...text.matchAll(amount)].map(({ 0: figures, index }) => {
		const rest = text.slice(index + figures.length);
		return toNumber(figures) * (thousand.test(rest) ? 1_000 : million.test(rest) ? 1_000_000 : 1);
	});
}

/** The last point or comma begins the cents if at most two digits follow. */
function toNumber(figures: string): number {
	const cents = /[.,](\d{1,2})$/.exec(figures);
	const whole = (cents ? figures.slice(0, cents.index) : figures).replace(/[.,]/g, '');
	return Number(cents ? `${whole}.${cents[1]}` : whole);
}
