import * as Type from 'typebox/type';
import type { Language } from '../../base/text/languages';
import type { Match } from '../../ports/guardrails/match';
import { checkTimeLimitMs, defineCheck } from '../policy/check-kind';
import { refer } from '../policy/policy-shapes';
import { compileExpression, type UserExpression } from './user-expression';

const reason: Record<'forbidden' | 'required', Record<Language, (number: number) => string>> = {
	forbidden: {
		en: (number) => `The text matches expression ${number} of the policy, which is forbidden.`,
		pt: (number) => `O texto corresponde à expressão ${number} da política, que é proibida.`,
	},
	required: {
		en: (number) => `The text does not match expression ${number} of the policy, which is required.`,
		pt: (number) => `O texto não corresponde à expressão ${number} da política, que é obrigatória.`,
	},
};
const maxMatches = 100;

const options = {
	patterns: Type.Array(refer('expression'), { minItems: 1, maxItems: 100, description: 'Expressions in RE2 syntax.' }),
	are: Type.Optional(
		Type.Enum(['forbidden', 'required'], { description: 'forbidden: none may match. required: each must. Default forbidden.' }),
	),
	verify: Type.Optional(Type.Boolean({ description: 'As in topics.' })),
	caseSensitive: Type.Optional(Type.Boolean()),
};

/** User expressions in RE2 syntax: none may match, or each must. */
export const pattern = defineCheck({
	id: 'pattern',
	code: 'PATTERN',
	options,
	stages: ['output'],
	arguments: 'follows',
	system: 'follows',
	scope: 'text',
	async create({ patterns, are = 'forbidden', caseSensitive, timeLimitMs = checkTimeLimitMs }) {
		const expressions: UserExpression[] = [];
		for (const [index, source] of patterns.entries()) expressions.push(await compileExpression(source, `patterns.${index}`, caseSensitive));
		return {
			async check(text, { language }) {
				const foundMatches: Match[] = [];
				let first: number | undefined;
				const late = AbortSignal.timeout(timeLimitMs);
				for (const [index, expression] of expressions.entries()) {
					const matches = are === 'required' ? [] : await expression.find(text, maxMatches, 'PATTERN', late);
					if (are === 'required' ? expression.matches(text) : matches.length === 0) continue;
					first ??= index + 1;
					foundMatches.push(...matches);
				}
				return first === undefined ? { kind: 'pass' } : { kind: 'violation', reason: reason[are][language](first), matches: foundMatches };
			},
		};
	},
});
