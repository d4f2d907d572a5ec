import * as Type from 'typebox/type';
import type { Language } from '../../base/text/languages';
import type { GuardrailVerdict } from '../../ports/guardrails/guardrail';
import type { Match } from '../../ports/guardrails/match';
import { invalidCheck, checkTimeLimitMs, defineCheck, type CheckWith } from '../policy/check-kind';
import { listOf, refer } from '../policy/policy-shapes';
import { findTerms, readTerm, type Term } from './terms';
import { compileExpression, type UserExpression } from './user-expression';

const reason: Record<'forbidden' | 'allowed', Record<Language, string>> = {
	forbidden: { en: 'The text is about a forbidden topic.', pt: 'O texto trata de um assunto proibido.' },
	allowed: { en: 'The text is not about an allowed topic.', pt: 'O texto não trata de um assunto permitido.' },
};
const maxMatches = 100;
/** Shorter texts, such as greetings, have no topic yet. */
const fewestWords = 6;

const options = {
	forbidden: listOf(refer('word'), 500, 'Words and phrases in any inflection.'),
	allowed: listOf(refer('word'), 500, 'A significant text must contain one of these.'),
	forbiddenPatterns: listOf(refer('expression'), 50, 'The same as expressions in RE2 syntax.'),
	allowedPatterns: listOf(refer('expression'), 50, 'The same as expressions in RE2 syntax.'),
	verify: Type.Optional(
		Type.Boolean({ description: "The host's judge verifies a reply that is found: one that is right is only recorded." }),
	),
};

const sides = ['forbidden', 'allowed', 'forbiddenPatterns', 'allowedPatterns'];

/** Finds forbidden and requires allowed topics: words and phrases in any Portuguese or English inflection, or expressions. */
export const topics = defineCheck({
	id: 'topics',
	code: 'TOPIC',
	options,
	stages: ['input', 'output'],
	arguments: 'follows',
	system: 'named',
	scope: 'sentence',
	findProblem: (check) => (sides.some((side) => side in check) ? undefined : `must have at least one of ${sides.join(', ')}`),
	chooseScope: ({ allowed, forbiddenPatterns, allowedPatterns }) => (allowed || forbiddenPatterns || allowedPatterns ? 'text' : 'sentence'),
	async create(check) {
		const forbidden = await readTopics(check, 'forbidden');
		const allowed = await readTopics(check, 'allowed');
		return {
			async check(text, { language, stage }): Promise<GuardrailVerdict> {
				const late = AbortSignal.timeout(check.timeLimitMs ?? checkTimeLimitMs);
				const matches = await findTopics(text, forbidden, maxMatches, late);
				if (matches.length > 0) return { kind: 'violation', reason: reason.forbidden[language], matches };
				if (stage === 'tool-arguments') return { kind: 'pass' };
				if (allowed.length === 0 || isSmallTalk(text) || (await findTopics(text, allowed, 1, late)).length > 0) return { kind: 'pass' };
				return { kind: 'violation', reason: reason.allowed[language], matches: [] };
			},
		};
	},
});

type Topics = (Term[] | UserExpression)[];

async function readTopics(check: CheckWith<typeof options>, side: 'forbidden' | 'allowed'): Promise<Topics> {
	const terms = (check[side] ?? []).map((written, index) => {
		const term = readTerm(written);
		if (term.length === 0) throw invalidCheck(`has no significant word in ${side}.${index}`);
		return term;
	});
	const patterns = check[`${side}Patterns`] ?? [];
	const expressions: UserExpression[] = [];
	for (const [index, source] of patterns.entries()) expressions.push(await compileExpression(source, `${side}Patterns.${index}`));
	return [...(terms.length > 0 ? [terms] : []), ...expressions];
}

async function findTopics(text: string, topicsOf: Topics, most: number, late: AbortSignal): Promise<Match[]> {
	const matches: Match[] = [];
	for (const topic of topicsOf) {
		const found = Array.isArray(topic)
			? (await findTerms(text, topic)).map((span) => ({ type: 'TOPIC', ...span, score: 1 }))
			: topic.find(text, most, 'TOPIC', late);
		matches.push(...(await found));
	}
	return matches.slice(0, most);
}

function isSmallTalk(text: string): boolean {
	return (text.slice(0, 400).match(/\p{L}+/gu) ?? []).length < fewestWords;
}
