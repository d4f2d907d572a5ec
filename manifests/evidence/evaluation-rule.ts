import { definitionIdPattern } from '../../core/base/text/definition-id';
import { storableText } from '../../core/base/text/storable-text';
import { TroupeError } from '../../core/base/errors';
import { findMisfit } from '../documents/document-schemas';
import { parseDuration } from './duration';

/** Result of a set of cases that an approval of an agent requires. */
export interface EvaluationRule {
	/** The set's name. */
	set: string;
	/** SHA-256 of the set: no other cases count. Default: any set of this name. */
	sha256?: string;
	/** The agent's id. Default: all agents. */
	agent?: string;
	/** True also applies it to the agents that come in a package. Default false. */
	packages?: boolean;
	/** The least share of cases that pass, 0 to 1. Default 1. */
	minPass?: number;
	/** True requires a result not worse than that of the approved version, in the same cases. Default false. */
	notWorseThanApproved?: boolean;
	/** A duration of ISO 8601, such as `P30D`. Default: any age. */
	maxAge?: string;
}

export const maxEvaluationRules = 50;

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength, pattern: storableText });

/** The schema of the rules of a policy. */
export const evaluationRulesSchema = {
	type: 'array',
	maxItems: maxEvaluationRules,
	items: {
		type: 'object',
		required: ['set'],
		additionalProperties: false,
		properties: {
			set: text(200),
			sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
			agent: { type: 'string', pattern: definitionIdPattern },
			packages: { type: 'boolean' },
			minPass: { type: 'number', minimum: 0, maximum: 1 },
			notWorseThanApproved: { type: 'boolean' },
			maxAge: text(30),
		},
	},
};

/** Describes a rule in one line, for people. */
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

/** The age in milliseconds that a result may have. */
export const readRuleAge = ({ maxAge }: EvaluationRule): number => (maxAge === undefined ? Infinity : (parseDuration(maxAge) ?? 0));

/** Returns the rules. @throws TroupeError INPUT_INVALID */
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
	const misfit = findMisfit(rules, evaluationRulesSchema);
	return misfit === null ? undefined : `${misfit.expected}; it is ${misfit.actual}`;
}
