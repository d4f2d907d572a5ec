import * as Type from 'typebox/type';
import type { Language } from '../../base/text/languages';
import { allMatches } from '../all-matches';
import { invalidCheck, defineCheck } from '../policy/check-kind';

const reason: Record<Language, string> = {
	en: 'The text has letters of a script that is not allowed.',
	pt: 'O texto tem letras de um sistema de escrita que não é permitido.',
};
const maxMatches = 100;

/** Letters without script: mathematical, circled, squared. Emoji, modifiers and µ are signs. */
const disguised = String.raw`[[\p{Script_Extensions=Common}&&\p{Alphabetic}]--[\p{Lm}\p{Emoji}\u00b5]]`;
const control = String.raw`[\p{Cc}--[\t-\r\u0085]]`;

const options = {
	allowed: Type.Optional(
		Type.Array(Type.String({ pattern: '^[A-Za-z_]{3,40}$' }), {
			minItems: 1,
			maxItems: 50,
			uniqueItems: true,
			description: "Names of Unicode's scripts. Default Latin.",
		}),
	),
};

/** Finds letters and digits of scripts that are not allowed, or of none. Signs, emoji and shared digits pass. */
export const scripts = defineCheck({
	id: 'scripts',
	code: 'LANGUAGE',
	options,
	stages: ['input'],
	arguments: 'named',
	system: 'named',
	scope: 'sentence',
	create({ allowed = ['Latin'] }) {
		const foreign = compile(allowed);
		return {
			check(text, context) {
				const found = [...allMatches(text, foreign), ...findEscaped(text, foreign)].slice(0, maxMatches);
				if (found.length === 0) return { kind: 'pass' };
				const matches = found.map(({ 0: letters, index }) => ({ type: 'SCRIPT', start: index, end: index + letters.length, score: 1 }));
				return { kind: 'violation', reason: reason[context.language], matches };
			},
		};
	},
});

const escaped = /(?:\\u[\dA-Fa-f]{4})+|&#(?:[xX][\dA-Fa-f]{1,6}|\d{1,7});/g;

const findEscaped = (text: string, foreign: RegExp): RegExpExecArray[] =>
	allMatches(text, escaped).filter(([written]) => allMatches(decodeEscape(written), foreign).length > 0);

function decodeEscape(written: string): string {
	if (written.startsWith('\\')) return JSON.parse(`"${written}"`) as string;
	const code = Number(written.slice(2, -1).replace(/^x/i, '0x'));
	return code > 0x10ffff ? '' : String.fromCodePoint(code);
}

/** @throws TroupeError POLICY_INVALID */
function compile(allowed: readonly string[]): RegExp {
	try {
		const names = ['Common', 'Inherited', ...allowed].map((name) => String.raw`\p{Script_Extensions=${name}}`);
		return new RegExp(`[[^${names.join('')}]${disguised}${control}]+`, 'gv');
	} catch (cause) {
		throw invalidCheck(`has in "allowed" a name that is not a script of Unicode, such as "Latin", "Cyrillic" or "Han"`, cause);
	}
}
