import { countNouns } from '../../base/text/count-nouns';
import { type AssertionKind, failed, verdict } from './observation';

export const outcome: AssertionKind<'outcome'> = {
	check({ outcome: expected, reason }, observation) {
		const actual = [observation.outcome, ...(observation.reason === undefined ? [] : [`(${observation.reason})`])].join(' ');
		const isExpected = observation.outcome === expected && (reason === undefined || observation.reason === reason);
		return verdict(isExpected, `the run ended as ${actual}; expected ${expected}${reason === undefined ? '' : ` (${reason})`}`);
	},
};

export const guardrails: AssertionKind<'guardrails'> = {
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

export const citations: AssertionKind<'citations'> = {
	check({ min = 1, documents = [] }, observation) {
		const cited = [...new Set(observation.citations.map(({ documentId }) => documentId))];
		if (observation.citations.length < min)
			return failed(`the answer has ${countNouns(observation.citations.length, 'citation')}; expected at least ${min}`);
		const missing = documents.filter((wanted) => !cited.includes(wanted));
		return verdict(missing.length === 0, `the answer does not cite ${missing.join(', ')}; it cites ${list(cited)}`);
	},
};

export const atMost: AssertionKind<'at-most'> = {
	check(limits, { usage }) {
		const exceeded = (['modelCalls', 'toolCalls', 'tokens', 'costUsd', 'durationMs'] as const).flatMap((name) => {
			const [max, actual] = [limits[name], usage[name]];
			if (max === undefined) return [];
			if (actual === null) return [`${name} is unknown, as no price is known; expected at most ${max}`];
			return actual > max ? [`${name} is ${actual}; expected at most ${max}`] : [];
		});
		return verdict(exceeded.length === 0, exceeded.join('; '));
	},
};

const list = (names: string[]): string => (names.length === 0 ? 'none' : names.join(', '));
