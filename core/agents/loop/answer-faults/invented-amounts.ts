import { splitIntoSentences } from '../../../knowledge/sentences';
import { findQuantities, isSameQuantity, type Quantity } from '../../../knowledge/support/quantities';
import type { GivenTexts } from '../../../ports/guardrails/guardrail-context';
import type { Passage } from '../../../ports/knowledge/passages';
import { withoutExamples } from '../../../prompts/without-examples';

/** Measures another thing, not money, or goes on as an address: "9.58 s", "365.25 days", "172.20.0.5". */
const measured = String.raw`(?!\.\d|\s?(?:[%°‰]|(?:s|ms|min|h|secs?|seconds?|minutes?|hours?|days?|weeks?|segundos?|minutos?|horas?|dias?|semanas?|[kmcdµ]?m[²³23]?|km\/h|mph|miles?|feet|ft|inch(?:es)?|[km]?g|kilos?|tons?|[mc]?l|lit(?:er|re)s?|litros?|metros?|[kmg]?hz|[km]?wh?|[kmgt]i?b|v|volts?|watts?|degrees?|graus?|percent|por cento|times|vezes|x)(?![\p{L}\d])))`;
/** An amount of money or number with two decimals, in English or Portuguese. */
const amount = new RegExp(
	String.raw`(?<![\d.,])(?:\d{1,3}(?:[.,]\d{3}){0,4}[.,]\d{2}(?![\d%])|\d{1,9}[.,]\d{2}(?![\d%]))${measured}`,
	'giu',
);
const multiples = String.raw`k|mil|thousand|m|mi|milh(?:ão|ões)|million|bi|bn|bilh(?:ão|ões)|billion`;
/** Money without decimals: a currency beside a number, which a word can multiply. */
const money = new RegExp(
	String.raw`(?<![\p{L}\d])(?:R\$|US\$|\$|€|£|BRL|USD|EUR|GBP)\s?(?<before>\d+(?:[.,]\d+)*)(?:\s?(?<scale>${multiples})(?!\p{L}))?|(?<![\p{L}\d.,])(?<after>\d+(?:[.,]\d+)*)(?:\s?(?<multiple>${multiples})(?:\sde)?)?\s(?:reais|euros?|dollars?|dólares|pounds|libras|BRL|USD|EUR|GBP)(?!\p{L})`,
	'giu',
);
const gifts =
	'vouchers?|coupons?|credits?|discounts?|refunds?|gift cards?|vales?(?:-compras?)?|cupo(?:m|ns)|cr[eé]ditos?|descontos?|reembolsos?|estornos?';
/** Gifts without a currency: "a voucher of 50". */
const gift = new RegExp(
	String.raw`(?<!\p{L})(?:${gifts}) (?:of|worth|over|de|no valor de) (?<before>\d+(?:[.,]\d+)*)(?![\d.,]*\s?(?:%|per ?cent|por cento|\p{L}))`,
	'giu',
);
const percents = new RegExp(
	String.raw`(?<!\p{L})(?:${gifts}) (?:of|de) (\d+(?:[.,]\d+)?) ?%|(?<![\d.,])(\d+(?:[.,]\d+)?) ?% (?:off|(?:de )?(?:${gifts}))(?!\p{L})`,
	'giu',
);
/** The number of a step: 5 is not an amount in "5. Say so." */
const listNumber = /^[ \t]{0,9}\d{1,2}[.)] /gm;
const anyNumber = /\d+(?:[.,]\d+)*/g;
/** More numbers yield nearly every sum. */
const maxNumbers = 60;
const maxReply = 20_000;

/**
 * Returns whether a reply has an amount that is in no result, message, passage or instruction and no sum, difference, multiple or percentage of
 * them; or a changed duration. Judged only with results, unless the agent requires them. @param mustKnow a tool could have given the amounts,
 * but none was called
 */
export function hasInventedAmount(reply: string, given: GivenTexts, passages: readonly Passage[], mustKnow = false): boolean {
	if (!given.calls?.length && !mustKnow) return false;
	const { author, others, messages = [], told = [], shown = [], calls = [] } = given;
	const texts = [
		withoutExamples(author).replace(listNumber, ''),
		...others,
		...told.map(withoutExamples),
		...shown,
		...calls.map(({ input }) => input),
		...passages.map(({ text }) => text),
	];
	const known = [...new Set(texts.flatMap((text) => (text.match(anyNumber) ?? []).flatMap(readNumbers)))];
	if (known.length > maxNumbers) return false;
	const rounded = [...reply.matchAll(money), ...reply.matchAll(gift)].slice(0, maxWritten).flatMap(readMoney);
	const shares = [...reply.matchAll(percents)].slice(0, maxWritten).flatMap(([, before, after]) => readNumbers(before ?? after!));
	if (!shares.every((share) => known.includes(share))) return true;
	const exact = reply.replace(money, (whole, ...read) => (readMoney({ groups: read.at(-1) as Groups }).length > 0 ? ' ' : whole));
	const written = (exact.match(amount) ?? []).slice(0, maxWritten).filter((each) => !texts.some((text) => text.includes(each)));
	if (hasInventedDuration(reply, texts, passages)) return true;
	if (written.length + rounded.length === 0) return false;
	const totals = [...new Set([...known, ...texts.flatMap(listTotals)])].slice(0, maxTotals);
	const said = [...new Set(messages.flatMap((text) => (text.match(anyNumber) ?? []).flatMap(readNumbers)))];
	const isFounded = (value: number) => isDerived(value, totals, known) || followsInTwo(value, said, known);
	// A calculation shows its steps: what follows from the texts is known to what comes next.
	for (const value of reply.match(anyNumber)?.slice(0, maxSteps).flatMap(readNumbers) ?? [])
		if (!totals.includes(value) && isFounded(value)) totals.push(value);
	const isKnown = ({ value, unit }: Rounded) => {
		const isNear = (other: number) => Math.abs(other - value) < Math.min(unit, value / 20);
		return isFounded(value) || totals.some((one) => isNear(one) || known.some((other) => isNear(one + other) || isNear(one - other)));
	};
	return written.some((each) => !readNumbers(each).some(isFounded)) || !rounded.every(isKnown);
}

/** A rounded number stands for all within one unit of its last digit: "about R$ 350" for 349.90. */
interface Rounded {
	value: number;
	unit: number;
}

const factors: Array<[RegExp, number]> = [
	[/^(?:k|mil|thousand)$/i, 1e3],
	[/^(?:m|mi|milh|million)/i, 1e6],
	[/^(?:bi|bn|bilh|billion)/i, 1e9],
];

type Groups = Partial<Record<'before' | 'after' | 'scale' | 'multiple', string>>;

/** Returns the readings of a rounded sum; none with decimals, which are judged exactly. */
function readMoney({ groups = {} }: { groups?: Groups }): Rounded[] {
	const { before, after, scale, multiple } = groups;
	const text = (before ?? after)!;
	const word = scale ?? multiple;
	const decimals = /[.,]\d{3}$/.test(text) ? 0 : (/[.,](\d+)$/.exec(text)?.[1]!.length ?? 0);
	if (!word && decimals > 0) return [];
	const factor = word ? factors.find(([form]) => form.test(word))![1] : 1;
	const value = decimals > 0 ? readNumbers(text)[0]! : Number(text.replaceAll(/[.,]/g, ''));
	return [{ value: value * factor, unit: factor / 10 ** decimals }];
}

/** Bounds of rows, totals and amounts: each is compared with each. */
const maxRows = 60;
const maxTotals = 2_000;
const maxWritten = 40;
/** Numbers of a reply that are read as steps of a calculation. */
const maxSteps = 40;
/** More numbers, of the messages or of all texts, make nearly every amount in two steps. */
const maxSaid = 4;
const maxKnown = 8;

function listTotals(text: string): number[] {
	const columns = [text.matchAll(amount), text.matchAll(priced)].map((found) => [...found].slice(0, maxRows).map(readRow));
	return columns.flatMap((rows) => rows.flatMap((_, from) => addUp(rows.slice(from))));
}

const priced = /(?<![\d.,])(\d{1,4})(?![\d.,])[^\d\n]{1,40}(\d{1,3}(?:[.,]\d{3}){0,4}[.,]\d{2})(?!\d)/g;

const readRow = ([whole, quantity, price]: RegExpMatchArray): number =>
	price === undefined ? readNumbers(whole).at(-1)! : Number(quantity) * readNumbers(price).at(-1)!;

function addUp(rows: readonly number[]): number[] {
	let sum = 0;
	return rows.map((value) => (sum += value));
}

const duration = /^(?:month|mes|year|ano)/;
/** Durations computed from a date, or remaining: no text can have them. */
const computed = /(?<!\p{L})(?:left|remaining|ago|until|till|since|faltam?|restam?|restantes?|h[aá]|desde|at[eé])(?!\p{L})/iu;

function hasInventedDuration(reply: string, texts: readonly string[], passages: readonly Passage[]): boolean {
	if (passages.length > 0) return false;
	const isDuration = ({ unit }: Quantity) => unit.some((form) => duration.test(form));
	const said = splitIntoSentences(reply.slice(0, maxReply)).flatMap((sentence) =>
		computed.test(sentence) ? [] : findQuantities(sentence).filter(isDuration),
	);
	if (said.length === 0) return false;
	const known = texts.flatMap((text) => findQuantities(text.slice(0, maxReply)));
	const durations = known.filter(isDuration);
	const values = durations.flatMap((one) => one.values);
	const isSum = (value: number) => values.some((one) => values.some((other) => one + other === value || Math.abs(one - other) === value));
	return durations.length > 0 && said.some((one) => !known.some((other) => isSameQuantity(one, other)) && !one.values.some(isSum));
}

/** Both readings of a number: `1.500` can be a thousand and a half, `29.9` only less than thirty. */
function readNumbers(text: string): number[] {
	if (/^\d{1,9}[.,]\d{1,2}$/.test(text)) return [Number(text.replace(',', '.'))];
	const english = text.replaceAll(',', '');
	const portuguese = text.replaceAll('.', '').replace(',', '.');
	return [english, portuguese].map(Number).filter((value) => Number.isFinite(value));
}

/** @param totals possible values, alone or with one of the known numbers */
function isDerived(value: number, totals: readonly number[], known: readonly number[]): boolean {
	const isSame = (other: number) => Math.abs(other - value) < 0.006;
	return totals.some((one) => isSame(one) || known.some((other) => combine(one, other).some(isSame)));
}

const combine = (one: number, other: number): number[] => {
	const share = (one * other) / 100;
	return [one + other, one - other, one * other, one / other, share, one - share, one + share];
};

/** Returns whether a value follows in two steps, of which a reply can leave the first out. Of few numbers, two steps make few others. */
const followsInTwo = (value: number, said: readonly number[], known: readonly number[]): boolean =>
	said.length <= maxSaid &&
	known.length <= maxKnown &&
	isDerived(
		value,
		said.flatMap((one) => said.flatMap((other) => combine(one, other))),
		known,
	);
