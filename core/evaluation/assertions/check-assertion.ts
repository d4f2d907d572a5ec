import { isTroupeError } from '../../base/errors';
import { countNouns } from '../../base/text/count-nouns';
import { identifyLanguage } from '../../base/text/identify-language';
import { possibleLanguages } from '../../base/text/language';
import { compileExpression } from '../../guardrails/checks/user-expression';
import { compileSchema } from '../../json-schema/compile-schema';
import { readJsonAnswers } from '../../base/text/json/read-json-answer';
import { extractTerms } from '../../words/terms';
import type { Assertion, AssertionName } from '../cases/assertion-shapes';
import type { AssertionKind, AssertionParts, Observation, Verdict } from './observation';
import { declines } from './declines';
import { failed, passed, quote, verdict } from './observation';
import { rubric } from './rubric';
import { tools } from './tool-assertion';

const measureLength = (counts: Map<string, number>): number =>
	Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));

/** Max time for one expression; RE2 is linear, and answers are short. */
const expressionMs = 5_000;

const contains: AssertionKind<'contains'> = {
	check({ text = [], any, not = [], caseSensitive }, { reply }) {
		const inReply = includesIn(reply, caseSensitive);
		const missing = toList(text).filter((one) => !inReply(one));
		if (missing.length > 0) return failed(`the answer does not contain ${missing.map(quote).join(', ')}: ${quote(reply)}`);
		if (any && !any.some(inReply)) return failed(`the answer contains none of ${any.map(quote).join(', ')}: ${quote(reply)}`);
		const forbidden = toList(not).filter(inReply);
		return verdict(forbidden.length === 0, `the answer contains ${forbidden.map(quote).join(', ')}, which it must not: ${quote(reply)}`);
	},
};

const toList = (texts: string | string[]): string[] => (typeof texts === 'string' ? [texts] : texts);

function includesIn(reply: string, caseSensitive = false): (part: string) => boolean {
	const fold = (text: string) => (caseSensitive ? text : text.toLowerCase());
	const folded = fold(reply);
	return (part) => folded.includes(fold(part));
}

const equals: AssertionKind<'equals'> = {
	check({ text, caseSensitive = true }, { reply }) {
		const fold = (one: string) => (caseSensitive ? one.trim() : one.trim().toLowerCase());
		return verdict(fold(reply) === fold(text), `the answer is ${quote(reply)}; expected ${quote(text)}`);
	},
};

const matches: AssertionKind<'matches'> = {
	async findProblem({ pattern }) {
		try {
			await compileExpression(pattern, '"pattern"');
			return undefined;
		} catch (error) {
			if (isTroupeError(error)) return error.message;
			throw error;
		}
	},
	async check({ pattern, not = false, caseSensitive }, { reply }) {
		const expression = await compileExpression(pattern, '"pattern"', caseSensitive);
		const [match] = await expression.find(reply, 1, 'MATCH', AbortSignal.timeout(expressionMs));
		return verdict((match !== undefined) !== not, `the answer ${not ? 'matches' : 'does not match'} ${quote(pattern)}: ${quote(reply)}`);
	},
};

const jsonSchema: AssertionKind<'json-schema'> = {
	async findProblem({ schema }) {
		try {
			await compileSchema(schema, { thorough: true });
			return undefined;
		} catch (error) {
			return `has a schema that is not usable: ${(error as Error).message}`;
		}
	},
	async check({ schema }, observation) {
		const findProblems = await compileSchema(schema, { thorough: true });
		const json = readJson(observation);
		if (json === undefined) return failed(`the answer is not JSON: ${quote(observation.reply)}`);
		const problems = findProblems(json.value);
		return verdict(problems.length === 0, `the JSON of the answer does not fit: ${problems.join('; ')}`);
	},
};

function readJson({ output, reply }: Observation): { value: unknown } | undefined {
	if (output !== undefined) return { value: output };
	for (const value of readJsonAnswers(reply)) return { value };
	return undefined;
}

const language: AssertionKind<'language'> = {
	check({ language: expected }, { reply }) {
		const actual = identifyLanguage(reply);
		return verdict(actual === expected, `the language of the answer is ${actual ?? 'unclear'}; expected ${expected}: ${quote(reply)}`);
	},
};

const similar: AssertionKind<'similar'> = {
	check({ to, min }, { reply }) {
		const similarity = compareWords(reply, to);
		if (similarity >= min) return passed;
		return failed(`the words of the answer are ${similarity.toFixed(2)} similar; expected at least ${min}: ${quote(reply)}`);
	},
};

function compareWords(one: string, other: string): number {
	const left = countStems(one);
	const right = countStems(other);
	if (left.size === 0 || right.size === 0) return one.trim() === other.trim() ? 1 : 0;
	let common = 0;
	for (const [stem, count] of left) common += count * (right.get(stem) ?? 0);
	// Rounding errors must not make equal texts differ.
	return Math.min(1, Math.round((common / (measureLength(left) * measureLength(right))) * 1e6) / 1e6);
}

function countStems(text: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const [stem] of extractTerms(text, possibleLanguages(text).slice(0, 1)))
		if (stem !== undefined) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	return counts;
}

const outcome: AssertionKind<'outcome'> = {
	check({ outcome: expected, reason }, observation) {
		const actual = [observation.outcome, ...(observation.reason === undefined ? [] : [`(${observation.reason})`])].join(' ');
		const isExpected = observation.outcome === expected && (reason === undefined || observation.reason === reason);
		return verdict(isExpected, `the run ended as ${actual}; expected ${expected}${reason === undefined ? '' : ` (${reason})`}`);
	},
};

const guardrails: AssertionKind<'guardrails'> = {
	async check({ codes, policy, checks }, { guardrails: actual, reply, message }, { openGuard }) {
		const expected = codes && [...codes].sort();
		if (expected && expected.join() !== actual.join())
			return failed(`the guardrails that found something are ${list(actual)}; expected ${list(expected)}`);
		if (policy === undefined && !checks) return { passed: true };
		const guard = await openGuard(policy ?? { id: 'evaluation', checks });
		const { violations } = await guard.check('output', reply, { passages: [] });
		const reasons = violations.map(({ guardrail, reason }) => `${guardrail}: ${reason}`);
		return verdict(reasons.length === 0, `the answer to ${JSON.stringify(message.slice(0, 80))} violates ${reasons.join('; ')}`);
	},
};

const citations: AssertionKind<'citations'> = {
	check({ min = 1, documents = [] }, observation) {
		const cited = [...new Set(observation.citations.map(({ documentId }) => documentId))];
		if (observation.citations.length < min)
			return failed(`the answer has ${countNouns(observation.citations.length, 'citation')}; expected at least ${min}`);
		const missing = documents.filter((wanted) => !cited.includes(wanted));
		return verdict(missing.length === 0, `the answer does not cite ${missing.join(', ')}; it cites ${list(cited)}`);
	},
};

const atMost: AssertionKind<'at-most'> = {
	check(limits, { usage }) {
		const exceeded = (['modelCalls', 'toolCalls', 'tokens', 'costUsd', 'durationMs'] as const).flatMap((name) => {
			const max = limits[name];
			const actual = usage[name];
			if (max === undefined) return [];
			if (actual === null) return [`${name} is unknown, as no price is known; expected at most ${max}`];
			return actual > max ? [`${name} is ${actual}; expected at most ${max}`] : [];
		});
		return verdict(exceeded.length === 0, exceeded.join('; '));
	},
};

const list = (names: string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const kinds: { [Name in AssertionName]: AssertionKind<Name> } = {
	contains,
	equals,
	matches,
	declines,
	'json-schema': jsonSchema,
	guardrails,
	citations,
	language,
	similar,
	rubric,
	outcome,
	tools,
	'at-most': atMost,
};

export async function checkAssertion(assertion: Assertion): Promise<string | undefined> {
	const kind: AssertionKind<AssertionName> = kinds[assertion.assert];
	return kind.findProblem?.(assertion);
}

export async function applyAssertion(assertion: Assertion, observation: Observation, parts: AssertionParts): Promise<Verdict> {
	const kind: AssertionKind<AssertionName> = kinds[assertion.assert];
	return kind.check(assertion, observation, parts);
}
