import { tokenShape } from '../../base/text/masked-token';
import { foldAccents, listForms } from '../../words/terms';

const count = (words: string, step: number, from: number) => words.split(' ').map((word, index) => [word, from + index * step] as const);

const units: ReadonlyMap<string, number> = new Map([
	...count(
		'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
		1,
		1,
	),
	...count('twenty thirty forty fifty sixty seventy eighty ninety', 10, 20),
	...count('um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove', 1, 1),
	...count('vinte trinta quarenta cinquenta sessenta setenta oitenta noventa', 10, 20),
	...count('cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos', 100, 100),
	...count('cento duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas', 100, 100),
	...Object.entries({ uma: 1, duas: 2, catorze: 14, dezasseis: 16, dezassete: 17, dezanove: 19, fourty: 40, cem: 100, zero: 0 }),
	...Object.entries({ half: 0.5, meio: 0.5, meia: 0.5, metade: 0.5, dozen: 12, duzia: 12 }),
]);

const scales: ReadonlyMap<string, number> = new Map(
	Object.entries({
		hundred: 100,
		thousand: 1000,
		million: 1e6,
		billion: 1e9,
		k: 1000,
		mil: 1000,
		milhao: 1e6,
		milhoes: 1e6,
		bilhao: 1e9,
		bilhoes: 1e9,
	}),
);

const findScale = (word: string): number | undefined => scales.get(word);

const beginsNumber = (word: string): boolean => units.has(word) || scales.has(word);

/** Alone, they are articles or pronouns more often than numbers. */
const articles = /^(?:one|um|uma|meio|meia)$/;
const joins = /^(?:and|e)$/;

interface SpelledNumber {
	value: number;
	length: number;
	isArticle: boolean;
}

/** In lower case without accents, such as `one hundred and fifty` or `mil e quinhentos`. */
function readSpelled(words: readonly string[]): SpelledNumber | undefined {
	let total = 0;
	let current = 0;
	let length = 0;
	let last: number | undefined;
	for (let at = 0; at < words.length && at < 12; at += 1) {
		const word = words[at]!;
		if (joins.test(word)) {
			if (last === undefined) break;
			continue;
		}
		const scale = scales.get(word);
		const unit = units.get(word);
		if (scale !== undefined && (last !== undefined || word !== 'k')) {
			current = Math.max(current, 1) * scale;
			if (scale >= 1000) [total, current] = [total + current, 0];
			last = scale;
		} else if (unit !== undefined && isSmaller(unit, last)) {
			current += unit;
			last = unit;
		} else break;
		length = at + 1;
	}
	if (last === undefined) return undefined;
	return { value: total + current, length, isArticle: length === 1 && articles.test(words[0]!) };
}

/** `twenty five` is one number, `five twenty` are two. */
const isSmaller = (unit: number, last: number | undefined): boolean =>
	last === undefined || last >= 1000 || (last >= 100 && unit < 100) || (last >= 20 && last % 10 === 0 && unit < 10 && unit >= 1);

export interface Quantity {
	/** Possible values: `1.500` is 1500 or 1.5. */
	values: number[];
	/** Search forms of the words after it, or `%` and currencies. */
	unit: string[];
	/** A small count without a measuring unit: the writer can have counted. */
	isCount: boolean;
	isPast: boolean;
	text: string;
}

interface Token {
	text: string;
	word: string;
	end: number;
	start: number;
}

const maxCount = 10;
const currencies: Array<[unit: string, forms: RegExp]> = [
	['currency:brl', /^(?:r\$|brl|reais|real)$/],
	['currency:usd', /^(?:u?s?\$|usd|dollars?|dolar|dolares|bucks?)$/],
	['currency:eur', /^(?:€|eur|euros?)$/],
	['currency:gbp', /^(?:£|gbp|libras?)$/],
];
const percent = /^(?:%|percent|percentage|porcento)$/;
const months = new Map(
	[
		'january jan janeiro',
		'february feb fevereiro fev',
		'march mar marco',
		'april apr abril abr',
		'may maio',
		'june jun junho',
		'july jul julho',
		'august aug agosto ago',
		'september sep sept setembro set',
		'october oct outubro out',
		'november nov novembro',
		'december dec dezembro dez',
	].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);
const alsoWords = /^(?:may|mar|march|sep|set|out|jan|ago|dez)$/;
const measures =
	/^(?:seconds?|segundos?|minutes?|minutos?|hours?|horas?|days?|dias?|weeks?|semanas?|months?|mes|meses|years?|anos?|business|working|calendar|uteis)$/;
const past = /^(?:ago|atras)$/;
const idioms = /\b24\s?[/x]\s?7\b|(?<=[:;,.]\s)\d{1,2}\)(?=\s)/gi;
const listMark = /^[ \t]*(?:\d{1,3}[.)]|[-*•])[ \t]+/gm;
const pieces = /r\$|u?s?\$|[€£%]|\d+(?:[.,]\d+)*|\p{L}[\p{L}\p{M}]*/giu;

/** In digits and words, in English and Portuguese: amounts, percentages, parts of dates, times of day. */
export function findQuantities(text: string): Quantity[] {
	const blank = (found: string) => ' '.repeat(found.length);
	const plain = text.replace(tokenShape, blank).replace(idioms, blank).replace(listMark, blank);
	const tokens = [...plain.matchAll(pieces)].map(({ 0: piece, index }): Token => ({
		text: piece,
		word: foldAccents(piece.toLowerCase()),
		start: index,
		end: index + piece.length,
	}));
	const quantities: Quantity[] = [];
	for (let at = 0; at < tokens.length;) {
		// In "cinco por cento" it is a unit.
		const read = isPercent(tokens, at) ? undefined : readQuantity(tokens, at, plain);
		if (read) quantities.push(read.quantity);
		at += read?.length ?? 1;
	}
	return shareUnits(quantities);
}

const isPercent = (tokens: Token[], at: number): boolean => tokens[at]!.word === 'cento' && tokens[at - 1]?.word === 'por';

function readQuantity(tokens: Token[], at: number, text: string): { quantity: Quantity; length: number } | undefined {
	const month = readMonth(tokens, at);
	if (month) return { quantity: month, length: 1 };
	const number = /\d/.test(tokens[at]!.text)
		? readWritten(tokens, at)
		: beginsNumber(tokens[at]!.word) && readSpelled(listWords(tokens, at, text));
	if (!number) return undefined;
	const values = 'values' in number ? number.values : [number.value];
	const end = at + number.length;
	const unit = findUnit(tokens, at, end, text);
	const isMeasured = unit.some((form) => /^(?:%|currency:)/.test(form)) || measures.test(tokens[end]?.word ?? '');
	if ('isArticle' in number && number.isArticle && !isMeasured) return undefined;
	const isCount = !isMeasured && values.every((value) => Number.isInteger(value) && value <= maxCount);
	const written = text.slice(tokens[at]!.start, tokens[end - 1]!.end);
	const quantity = { values: toHours(values, tokens, end), unit, isCount, isPast: isPast(tokens, at, end), text: written };
	return { quantity, length: number.length };
}

function readMonth(tokens: Token[], at: number): Quantity | undefined {
	const month = findMonth(tokens, at);
	return month === undefined
		? undefined
		: { values: [month], unit: ['month of year'], isCount: false, isPast: false, text: tokens[at]!.text };
}

function readWritten(tokens: Token[], at: number): { values: number[]; length: number } {
	const values = readDigits(tokens[at]!.text);
	const scale = findScale(tokens[at + 1]?.word ?? '');
	return scale === undefined ? { values, length: 1 } : { values: values.map((value) => value * scale), length: 2 };
}

const isPast = (tokens: Token[], from: number, to: number): boolean =>
	/^(?:ha|faz)$/.test(tokens[from - 1]?.word ?? '') || tokens.slice(to, to + 3).some(({ word }) => past.test(word));

function listWords(tokens: Token[], at: number, text: string): string[] {
	const words = tokens.slice(at, at + 12);
	const gap = words.findIndex(({ start }, index) => index > 0 && !/^[\s-]*$/.test(text.slice(words[index - 1]!.end, start)));
	return words.slice(0, gap < 0 ? undefined : gap).map(({ text: written, word }) => (written === 'é' ? written : word));
}

/** `1.500,00`, `1,500.00`, `1.500`, `89,90`. One separator before three digits can be either. */
function readDigits(digits: string): number[] {
	const separators = digits.match(/[.,]/g) ?? [];
	if (separators.length === 0) return [Number(digits)];
	const last = separators.at(-1)!;
	const isSame = separators.every((one) => one === last);
	const whole = Number(digits.replace(/[.,]/g, ''));
	const at = digits.lastIndexOf(last);
	const decimal = Number(`${digits.slice(0, at).replace(/[.,]/g, '')}.${digits.slice(at + 1)}`);
	const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(digits);
	if (separators.length > 1) return isSame ? (grouped ? [whole] : [whole, decimal]) : [decimal];
	return grouped ? [whole, decimal] : [decimal];
}

function toHours(values: number[], tokens: Token[], at: number): number[] {
	const after = tokens[at]?.word === 'p' && tokens[at + 1]?.word === 'm' ? 'pm' : tokens[at]?.word;
	return after === 'pm' ? values.flatMap((value) => (value < 12 ? [value, value + 12] : [value])) : values;
}

function findUnit(tokens: Token[], from: number, to: number, text: string): string[] {
	const before = tokens[from - 1];
	const sign = before && before.end >= tokens[from]!.start - 1 ? findCurrency(before.word) : undefined;
	if (sign) return [sign];
	if (isTimeOfDay(text, tokens[from]!)) return ['clock'];
	const words: string[] = [];
	let end = tokens[to - 1]!.end;
	for (const { word, start, end: next } of tokens.slice(to, to + 3)) {
		if (!/^[\s-]*$/.test(text.slice(end, start)) || /^\d/.test(word)) break;
		if (percent.test(word) || (word === 'cento' && words.length === 0)) return ['%'];
		const currency = findCurrency(word);
		if (currency) return [currency];
		if (word !== 'de' && word !== 'por') words.push(word);
		end = next;
	}
	return words.slice(0, 2).flatMap((word) => (connecting.test(word) ? [] : listForms(word, ['pt', 'en'])));
}

const isTimeOfDay = (text: string, { start, end }: Token): boolean =>
	/^[:h][0-5]\d(?!\d)/.test(text.slice(end, end + 4)) || /\d[:h]$/.test(text.slice(Math.max(0, start - 2), start));

const connecting =
	/^(?:to|a|ate|and|e|or|ou|of|in|em|the|o|os|as|per|for|after|from|is|are|before|at|on|by|with|que|no|na|do|da|dos|das|apos|m|h)$/;

const findCurrency = (word: string): string | undefined => currencies.find(([, forms]) => forms.test(word))?.[0];

function findMonth(tokens: Token[], at: number): number | undefined {
	const { word, text } = tokens[at]!;
	const month = months.get(word);
	if (month === undefined || !alsoWords.test(word)) return month;
	const isNearNumber = [tokens[at - 1], tokens[at + 1], tokens[at - 2]].some((token) => token && /^\d/.test(token.text));
	return isNearNumber && (/^\p{Lu}/u.test(text) || word === 'may') ? month : undefined;
}

/** In `5 to 10 days`, the first number counts days too. */
function shareUnits(quantities: Quantity[]): Quantity[] {
	return quantities.map((quantity, index) => {
		const next = quantities[index + 1];
		return quantity.unit.length === 0 && next && !next.unit.includes('month of year') ? { ...quantity, unit: next.unit } : quantity;
	});
}

const conversions: Array<[from: RegExp, to: RegExp, factor: number]> = [
	[/^(?:year|ano)/, /^(?:month|mes)/, 12],
	[/^(?:week|seman)/, /^(?:day|dia)/, 7],
	[/^(?:day|dia)/, /^(?:hour|hor)/, 24],
	[/^(?:hour|hor)/, /^(?:minut)/, 60],
];

/** In one unit or another: `24 months` and `2 years`. */
export function isSameQuantity(one: Quantity, other: Quantity): boolean {
	if (isOtherCurrency(one, other)) return false;
	if (one.values.some((value) => other.values.includes(value))) return true;
	return conversions.some(([from, to, factor]) => isTimes(one, other, from, to, factor) || isTimes(other, one, from, to, factor));
}

const findCurrencyUnit = ({ unit }: Quantity): string | undefined => unit.find((form) => form.startsWith('currency:'));

function isOtherCurrency(one: Quantity, other: Quantity): boolean {
	const first = findCurrencyUnit(one);
	const second = findCurrencyUnit(other);
	return first !== undefined && second !== undefined && first !== second;
}

const isTimes = (large: Quantity, small: Quantity, from: RegExp, to: RegExp, factor: number): boolean =>
	large.unit.some((form) => from.test(form)) &&
	small.unit.some((form) => to.test(form)) &&
	large.values.some((value) => small.values.includes(value * factor));

export const sharesUnit = (one: Quantity, other: Quantity): boolean => one.unit.some((form) => other.unit.includes(form));
