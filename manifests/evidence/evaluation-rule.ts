import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../core/base/shape';
import { definitionIdPattern } from '../../core/base/text/definition-id';
import { TroupeError } from '../../core/base/errors';
import { findMisfit } from '../documents/document-schemas';
import { sha256, text } from '../registry/api/fields';
import { parseDuration } from './duration';

const maxEvaluationRules = 50;

const rule = closed({
	set: text(200),
	...optional({
		/** SHA-256 of the set: other cases do not count. Default: any set of this name. */
		sha256,
		/** The agent's id. Default: all agents. */
		agent: Type.String({ pattern: definitionIdPattern }),
		/** Also applies to agents in packages. Default false. */
		packages: Type.Boolean(),
		/** Min share of cases that pass, 0 to 1. Default 1. */
		minPass: Type.Number({ minimum: 0, maximum: 1 }),
		/** Requires a result not worse than the approved version's, in the same cases. Default false. */
		notWorseThanApproved: Type.Boolean(),
		/** ISO 8601 duration, such as `P30D`. Default: any age. */
		maxAge: text(30),
	}),
});
export type EvaluationRule = Static<typeof rule>;

export const evaluationRules = Type.Array(rule, { maxItems: maxEvaluationRules });

export function describeRule({ set, sha256, agent, packages, minPass = 1, notWorseThanApproved, maxAge }: EvaluationRule): string {
	const subject = `${agent === undefined ? 'agents' : `the agent ${agent}`}${packages ? ', in packages too' : ''}`;
	const parts = [
		`${subject}: the set ${JSON.stringify(set)}${sha256 === undefined ? '' : ` (${sha256.slice(0, 12)})`}`,
		`at least ${formatShare(minPass)} pass`,
		...(notWorseThanApproved ? ['not worse than the approved version'] : []),
		...(maxAge === undefined ? [] : [`not older than ${maxAge}`]),
	];
	return parts.join(', ');
}

export const formatShare = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

export const readRuleAge = ({ maxAge }: EvaluationRule): number => (maxAge === undefined ? Infinity : (parseDuration(maxAge) ?? 0));

/** @throws TroupeError INPUT_INVALID */
export function checkEvaluationRules(rules: EvaluationRule[]): EvaluationRule[] {
	const misfit = describeShape(rules) ?? describeAge(rules);
	if (misfit === undefined) return rules;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The rules for evaluations do not fit: ${misfit}.`,
		fix: 'Write them as [{"set": "Support", "minPass": 1, "notWorseThanApproved": true, "maxAge": "P30D"}].',
		details: { field: 'evaluations' },
	});
}

function describeAge(rules: readonly EvaluationRule[]): string | undefined {
	const age = rules.find(({ maxAge }) => maxAge !== undefined && parseDuration(maxAge) === undefined)?.maxAge;
	return age === undefined ? undefined : `maxAge is ${JSON.stringify(age)}, expected a duration of ISO 8601, such as P30D or PT12H`;
}

function describeShape(rules: readonly EvaluationRule[]): string | undefined {
	const misfit = findMisfit(rules, evaluationRules);
	return misfit === null ? undefined : `${misfit.expected}; it is ${misfit.actual}`;
}
