import type { GuardrailVerdict, Language, Match } from '../../ports';
import { type CheckKind, invalidCheck, checkTimeLimitMs } from '../policy/check-kind';
import type { PolicyCheck } from '../policy/guardrail-policy';
import { findTerms, readTerm, type Term } from './terms';
import { compileExpression, type UserExpression } from './user-expression';

const reason: Record<'forbidden' | 'allowed', Record<Language, string>> = {
	forbidden: { en: 'The text is about a forbidden topic.', pt: 'O texto trata de um assunto proibido.' },
	allowed: { en: 'The text is not about an allowed topic.', pt: 'O texto não trata de um assunto permitido.' },
};
const maxMatches = 100;
/** A text of fewer words, such as a greeting, has no topic yet. */
const fewestWords = 6;

/** Finds forbidden and requires allowed topics, given as words and phrases in any inflection, Portuguese or English, or as expressions. */
export const topics: CheckKind<'topics'> = {
	code: 'TOPIC',
	stages: ['input', 'output'],
	scope: 'sentence',
	chooseScope: ({ allowed, forbiddenPatterns, allowedPatterns }) => (allowed || forbiddenPatterns || allowedPatterns ? 'text' : 'sentence'),
	async create(check) {
		const forbidden = await readTopics(check, 'forbidden');
		const allowed = await readTopics(check, 'allowed');
		return {
			id: 'topics',
			async check(text, { language, stage }): Promise<GuardrailVerdict> {
				const late = AbortSignal.timeout(check.timeLimitMs ?? checkTimeLimitMs);
				const matches = await findTopics(text, forbidden, maxMatches, late);
				if (matches.length > 0) return { kind: 'violation', reason: reason.forbidden[language], matches };
				// A single argument need not be about anything.
				if (stage === 'tool-arguments') return { kind: 'pass' };
				if (allowed.length === 0 || isSmallTalk(text) || (await findTopics(text, allowed, 1, late)).length > 0) return { kind: 'pass' };
				return { kind: 'violation', reason: reason.allowed[language], matches: [] };
			},
		};
	},
};

/** The matchers of topics: terms together, or one expression. */
type Topics = (Term[] | UserExpression)[];

async function readTopics(check: PolicyCheck<'topics'>, side: 'forbidden' | 'allowed'): Promise<Topics> {
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
