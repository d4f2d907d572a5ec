import type { Language } from '../../../core/base/text/languages';
import type { Field } from '../../tree/plan-tree';
import { findDuration } from '../../wish/durations';
import { findVerb, toThird } from '../../wish/find-verb';
import { toVariable } from '../../wish/names';
import { cut, shorten } from '../../wish/sentences';
import { wishWords } from '../../wish/words';
import { findAgreed, findJudge, readWho } from './find-judge';
import { readAnswer, type ReadCondition } from './read-answer';

const figure = String.raw`(?:r\$|us\$|\$|€|£)?\s*(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)\s*(?:k\b|mil\b|thousand\b|million\b|milh(?:ão|ões))?`;
const comparisons: Record<Language, Array<[string, string]>> = {
	en: [
		['is not (?:more|greater|higher|larger) than|is at most|does not exceed|is no more than|up to', '<='],
		['is at least|is no less than|reaches', '>='],
		['(?:is|are|costs?|was)?\\s*(?:above|over|more than|greater than|higher than|larger than|bigger than|beyond)|exceeds?', '>'],
		['(?:is|are|costs?|was)?\\s*(?:below|under|less than|lower than|smaller than|fewer than)', '<'],
		['(?:is|are|equals?)', '='],
	],
	pt: [
		['não (?:passa|passar|ultrapassa|ultrapassar|excede) de|(?:é|são|for|forem|seja|sejam) (?:de )?(?:no máximo|até)|até', '<='],
		['(?:é|são|for|forem|seja|sejam|tem|têm|tiver|tiverem) (?:de )?(?:pelo menos|no mínimo)', '>='],
		[
			'(?:é|são|for|forem|seja|sejam|estiver|estiverem|custa|custam|custar|custarem)?\\s*(?:acima de|maior (?:do )?que|mais (?:de|que|do que)|superior a)|passa(?:r)? de|ultrapassa(?:r)?|excede(?:r)?',
			'>',
		],
		[
			'(?:é|são|for|forem|seja|sejam|estiver|estiverem|custa|custam|custar|custarem)?\\s*(?:abaixo de|menor (?:do )?que|menos (?:de|que|do que)|inferior a)',
			'<',
		],
		['(?:é|são|for|forem|seja|sejam) (?:igual a|de)?', '='],
	],
};
/** Shapes with one figure, and how it compares: what is after the figure goes before the words before it. */
const shapes: Record<Language, Array<[string, string]>> = {
	en: [
		[String.raw`(?:is|are|costs?|was)?\s*${figure}[^.;\d]{0,12}?\b(?:or (?:more|above|higher)|and (?:more|up|above)|upwards)\b`, '>='],
		[String.raw`(?:is|are|costs?|was)?\s*${figure}[^.;\d]{0,12}?\b(?:or (?:less|below|lower|under))\b`, '<='],
		[String.raw`\b(?:from|starting (?:at|from|with))\s*${figure}`, '>='],
		...comparisons.en.map(([words, operator]): [string, string] => [String.raw`(?:${words})\s*${figure}`, operator]),
	],
	pt: [
		[
			String.raw`(?:é|são|for|forem|seja|sejam|custa|custam|custar|custarem)?\s*(?:de )?${figure}[^.;\d]{0,12}?(?:ou (?:mais|acima)|para cima|em diante)(?!\p{L})`,
			'>=',
		],
		[
			String.raw`(?:é|são|for|forem|seja|sejam|custa|custam|custar|custarem)?\s*(?:de )?${figure}[^.;\d]{0,12}?ou (?:menos|abaixo)(?!\p{L})`,
			'<=',
		],
		[String.raw`(?:é |for |seja )?(?:a partir de|desde)\s*${figure}`, '>='],
		...comparisons.pt.map(([words, operator]): [string, string] => [String.raw`(?:${words})\s*${figure}`, operator]),
	],
};
const pronoun = /^(?:it|this|that|he|she|they|there|ele|ela|isso|isto|eles|elas|há|houver)?$/;
/** Matches the noun after a figure: `days` of `more than 10 working days`. Money is an amount. */
const counted =
	/^\s*(?!(?:or|and|ou|e|per|por|of|de|dollars?|euros?|pounds?|reais|real|usd|eur|brl|gbp|percent|por cento|thousand|million|mil|milh\p{L}+|k)(?!\p{L}))(?:(?:business|working|calendar)\s+)?(\p{L}{3,})/u;
const negation: Record<Language, RegExp> = {
	en: /\b(?:(?:is|are|was|does|do|has|have|can|will)(?: not|n't)|not|cannot|no longer)\b/,
	pt: /(?<![\p{L}])não(?![\p{L}])/u,
};
const amounts: Record<Language, string> = { en: 'amount', pt: 'valor' };

/**
 * Turns a condition in words into FEEL: a comparison with a figure, or a variable of yes or no that is named after the words.
 * @param previous the last condition's variable, for `if it is more`
 * @param isAsked an approval was asked for before
 */
export function readCondition(words: string, language: Language, previous?: Field, isAsked = false): ReadCondition {
	const text = shorten(words.toLowerCase().replace(/^[\s,]+|[\s,.:;]+$/g, ''), 120);
	const name = capital(nameCondition(words));
	return (
		readYes(text, name, language, previous) ??
		readApproval(text, name, words, language) ??
		readAnswer(
			words.replace(/^[\s,]+|[\s,.:;?]+$/g, ''),
			language,
			(approved, who) => ({
				...isApproved(approved, cut(capital(words.trim()), 58), language),
				...(who && { who }),
			}),
			isAsked,
		) ??
		compare(text, name, language, previous) ??
		asQuestion(shorten(words.replace(/^[\s,]+|[\s,.:;]+$/g, ''), 120), name, words, language)
	);
}

/** `If yes` and `se não` speak of the variable before. */
function readYes(text: string, name: string, language: Language, previous?: Field): ReadCondition | undefined {
	const isYes = wishWords[language].yes.test(text);
	if (previous?.type !== 'boolean' || !(isYes || wishWords[language].no.test(text))) return undefined;
	return { when: `${previous.name} = ${isYes}`, name, field: previous };
}

/** Leaves out what only joins a condition to its sentence: `for urgente` is `Urgente`. */
export const nameCondition = (words: string): string =>
	cut(
		words
			.replace(/^[\s,]+|[\s,.:;?]+$/g, '')
			.replace(/^(?:for|forem|seja|sejam|é|estiver|estiverem|houver|it is|it's|they are|ele|ela|eles|elas|he|she|they)\s+/i, ''),
		58,
	);

const refusals = /reject|refus|declin|denie|disapprov|reprov|rejeit|recus|nega(?:d|r(?!\p{L}))|negou/u;

/** An approval is one variable, however it is said. */
function readApproval(text: string, name: string, words: string, language: Language): ReadCondition | undefined {
	const isRefused = refusals.test(text);
	const agreed = findAgreed(words, language);
	if (!isRefused && !agreed && !wishWords[language].approves.test(text)) return undefined;
	const who = agreed ?? readWho(words, language);
	return { ...isApproved(!isRefused && !negation[language].test(text), name, language), ...(who && { who }) };
}

const isApproved = (approved: boolean, name: string, language: Language): ReadCondition => ({
	...{ when: `approved = ${approved}`, name, field: { ...approval[language] }, isAnswer: true },
});

/** The variable that a person's approval sets. */
export const approval: Record<Language, Field> = {
	en: { name: 'approved', type: 'boolean', label: 'Approved?' },
	pt: { name: 'approved', type: 'boolean', label: 'Aprovado?' },
};

function compare(text: string, name: string, language: Language, previous?: Field): ReadCondition | undefined {
	for (const [shape, operator] of shapes[language]) {
		const match = new RegExp(`^(.{0,80}?)\\s*${shape}`, 'u').exec(text);
		if (!match) continue;
		const noun = match[1]!.replace(/^(?:the|a|an|its|o|a|os|as|seu|sua)\s+/, '').trim();
		const value = readFigure(match[2]!, match[0]);
		if (!Number.isFinite(value)) return undefined;
		const isUnnamed = pronoun.test(noun);
		const rest = text.slice(text.indexOf(match[2]!, match[1]!.length) + match[2]!.length);
		const thing = isUnnamed ? (counted.exec(rest)?.[1] ?? '') : noun;
		const variable = isUnnamed && previous?.type === 'number' ? previous.name : toVariable(thing, amounts[language]);
		const known = variable === previous?.name ? previous : undefined;
		const label = thing || amounts[language];
		return {
			when: `${variable} ${operator} ${value}`,
			name,
			field: known ?? { name: variable, type: 'number', label: capital(label), example: value },
		};
	}
	return undefined;
}

/** A limit of an amount, as `above 5,000` says it. The operator is missing where no word says how it compares. */
export interface Threshold {
	operator?: string;
	value: number;
	/** In lower case. */
	said: string;
}

/** Finds the limit of an amount in an answer: `above 5,000`, `5k or more`, `a partir de R$ 5.000`, or a figure alone. */
export function readThreshold(words: string, language: Language): Threshold | undefined {
	const text = shorten(words.toLowerCase(), 300);
	// A duration is not an amount.
	if (findDuration(text) !== undefined) return undefined;
	for (const [shape, operator] of shapes[language].filter(([, one]) => one !== '=')) {
		const found = new RegExp(`(?<!\\p{L})${shape}`, 'u').exec(text);
		if (found) return asThreshold(operator, found);
	}
	const alone = new RegExp(String.raw`^\W*${figure}[^\d]{0,20}$`, 'u').exec(text);
	return alone ? asThreshold(undefined, alone) : undefined;
}

function asThreshold(operator: string | undefined, found: RegExpExecArray): Threshold | undefined {
	const value = readFigure(found[1]!, found[0]);
	return Number.isFinite(value) ? { ...(operator && { operator }), value, said: found[0].trim() } : undefined;
}

/** Reads `1,000.50` and `1.000,50`: the last mark before one or two digits is the decimal one. */
function readFigure(text: string, around: string): number {
	const decimal = /[.,](\d{1,2})$/.exec(text);
	const whole = (decimal ? text.slice(0, decimal.index) : text).replace(/[.,]/g, '');
	return Number(`${whole}${decimal ? `.${decimal[1]}` : ''}`) * scaleOf(around);
}

function scaleOf(text: string): number {
	if (/\d\s*(?:million|milh(?:ão|ões))(?!\p{L})/u.test(text)) return 1_000_000;
	return /\d\s*(?:k|mil|thousand)(?!\p{L})/u.test(text) ? 1_000 : 1;
}

const futures: Record<string, string> = {
	...{ for: 'é', forem: 'são', estiver: 'está', estiverem: 'estão', tiver: 'tem', tiverem: 'têm', houver: 'há', quiser: 'quer' },
	...{ puder: 'pode', fizer: 'faz', disser: 'diz', vier: 'vem', der: 'dá', trouxer: 'traz' },
};

/** `Should the customer not pay` is about `the customer pays`. */
const sayThird = (text: string): string =>
	text.replace(
		/^((?:the|an?|our|this|that) [a-z]*[^s\W]) not ([a-z]+)/i,
		(_, subject: string, verb: string) => `${subject} ${toThird(verb)}`,
	);

/** Says a condition as a statement: `does not answer` is about `answers`, `se o cliente responder` about `responde`. */
function sayPresent(text: string, language: Language): string {
	if (language === 'en')
		return sayThird(
			text.replace(/\bdoes(?: not|n't)\s+([a-z]+)/, (_, verb: string) => toThird(verb)).replace(/\b(?:do|did)(?: not|n't)\s+/, ''),
		);
	const found = findVerb(text, language);
	const word = found ? text.slice(found.start, found.end) : '';
	const { base = '' } = found ?? {};
	const isOther = word === base || (base.endsWith('ar') ? /em?$/ : /am?$/).test(word);
	const present =
		isOther && !found?.isPassive ? `${base.slice(0, -2)}${base.endsWith('ar') ? 'a' : 'e'}${/m$/.test(word) ? 'm' : ''}` : word;
	return (found ? `${text.slice(0, found.start)}${present}${text.slice(found.end)}` : text).replace(
		/(?<!\p{L})\p{L}+(?!\p{L})/gu,
		(one) => futures[one] ?? one,
	);
}

/** Says what a condition denies or asks: `the customer does not answer` is about `the customer answers`. */
export const toStatement = (text: string, language: Language): string =>
	sayPresent(text, language)
		.replace(negation[language], (words) => /^(is|are|was|has|have|can|will)/.exec(words)?.[0] ?? ' ')
		.replace(/(?<!\p{L})(?:anything|nada)(?!\p{L})/iu, ' ')
		.replace(/\s+/g, ' ')
		.trim();

export const isNegated = (text: string, language: Language): boolean => negation[language].test(text);

function asQuestion(text: string, name: string, words: string, language: Language): ReadCondition {
	const positive = toStatement(text, language);
	const field: Field = {
		name: toVariable(nameCondition(positive), 'holds'),
		type: 'boolean',
		label: `${capital(nameCondition(positive))}?`,
	};
	const who = findJudge(words, language);
	return { when: `${field.name} = ${!isNegated(text, language)}`, name, field, ...(who && { who }) };
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
