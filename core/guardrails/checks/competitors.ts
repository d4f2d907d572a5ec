import * as Type from 'typebox/type';
import type { Language } from '../../base/text/languages';
import type { GuardrailVerdict } from '../../ports/guardrails/guardrail';
import type { Match } from '../../ports/guardrails/match';
import { invalidCheck, defineCheck } from '../policy/check-kind';
import { refer } from '../policy/policy-shapes';
import { type FoldedText, foldText } from './statements/folded-text';
import { findStatements } from './statements/statement-check';

const reason: Record<Language, string> = {
	en: 'The text names a competitor.',
	pt: 'O texto menciona um concorrente.',
};
/** Everyday words count only with capitals, inside a sentence. */
const everyday = new Set(
	'claro vivo oi tim sky net natura inter next original neon will pan stone pague visa ame bis gol azul latam apple amazon shell gap target square orange meta zoom slack notion teams go sage oracle champion stripe ring nest monday drift front close copper insightly pipe linear loom buffer magalu americanas total extra dia assai ponto casa porto alfa omega delta alpha'.split(
		' ',
	),
);
/** Scripts without spaces: any letter can begin or end a name. Katakana words end where another script begins. */
const unspaced = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const katakana = '[\\p{Script=Katakana}\\u30fc]';
const token = new RegExp(
	`${unspaced}\\p{M}{0,30}|${katakana}{1,60}|(?!${unspaced}|${katakana})[\\p{L}\\p{N}](?:(?!${unspaced}|${katakana})[\\p{L}\\p{M}\\p{N}]){0,60}`,
	'gu',
);
/** Separators in names: `Mega-Corp`, `Mega & Corp`. */
const joint = /^(?: ?[-–_.·・&+/'’*|~] ?| {1,2}|)$/u;
/** Korean writes particles at the end of a noun. */
const particle =
	/(?<=[가-힣]{2}|[가-힣][a-z0-9])(?:은|는|이|가|을|를|의|와|과|도|만|에|에서|에게|께서|으로|로|보다|처럼|부터|까지|랑|이랑|하고|이나|나|라도|이라도|입니다|이다|이라|라|인|이며|이고)$/u;
const maxParts = 24;
/** Min length of a name that can be split (`Nu Bank`); shorter ones match by chance. */
const longName = 6;

const options = {
	names: Type.Array(refer('word'), { minItems: 1, maxItems: 500 }),
};

/** Names of competitors: regardless of case, accents, spaces, hyphens, spelling out and plural; not inside other words in scripts with spaces. */
export const competitors = defineCheck({
	id: 'competitors',
	code: 'COMPETITOR',
	options,
	stages: ['output'],
	// A tool can need forbidden words: a competitor for a search.
	arguments: 'named',
	system: 'named',
	scope: 'sentence',
	create: ({ names }) => {
		const known = new Map(names.map(splitName).map((parts) => [parts.join(''), parts.length]));
		if (known.has('')) throw invalidCheck('has a name without a letter or digit');
		const find = (sentence: FoldedText) => findNames(sentence, known);
		return {
			async check(text, { language }): Promise<GuardrailVerdict> {
				const matches: Match[] = (await findStatements(text, find)).map((span) => ({ type: 'COMPETITOR', ...span, score: 1 }));
				return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: reason[language], matches };
			},
		};
	},
});

interface Token {
	text: string;
	start: number;
	end: number;
}

function findNames({ text, cased }: FoldedText, nameParts: Map<string, number>): { start: number; end: number }[] {
	const tokens: Token[] = Array.from(text.matchAll(token), ({ 0: written, index }) => ({
		text: written,
		start: index,
		end: index + written.length,
	}));
	const spans: { start: number; end: number }[] = [];
	for (let first = 0; first < tokens.length; first += 1) {
		let joined = '';
		for (let last = first; last < Math.min(tokens.length, first + maxParts); last += 1) {
			const token = tokens[last]!;
			if (last > first && !joint.test(text.slice(tokens[last - 1]!.end, token.start))) break;
			joined += token.text;
			const name = findName(joined, nameParts);
			if (name === undefined || !isWrittenAsName(name, nameParts, tokens.slice(first, last + 1))) continue;
			if (everyday.has(name) && !hasCapitals(cased, tokens[first]!, first === 0)) continue;
			spans.push({ start: tokens[first]!.start, end: token.end });
		}
	}
	return spans;
}

function findName(joined: string, nameParts: Map<string, number>): string | undefined {
	return [joined, joined.replace(/s$/, ''), joined.replace(/es$/, ''), joined.replace(particle, '')].find((form) => nameParts.has(form));
}

/** Unchanged, in one word, in two if it is long, or letter by letter. */
function isWrittenAsName(name: string, nameParts: Map<string, number>, tokens: Token[]): boolean {
	const count = tokens.length;
	if (count === 1 || count === nameParts.get(name)) return true;
	return (count === 2 && name.length >= longName) || (count >= 3 && tokens.every(({ text }) => text.length === 1));
}

function hasCapitals(cased: string, token: Token, first: boolean): boolean {
	const written = cased.slice(token.start, token.end);
	if (written.length > 1 && written === written.toUpperCase()) return true;
	return !first && /^\p{Lu}/u.test(written);
}

function splitName(name: string): string[] {
	return foldText(name).text.match(token) ?? [];
}
