import type { Stage } from '../policy/guard';
import type { CheckId, PolicyCheck } from '../policy/guardrail-policy';

/** `follows`: wherever the check judges replies (for arguments) or messages (for system messages). `named`: only if a policy names the stage. */
type Serving = 'follows' | 'named' | 'never';

/** Which checks judge the arguments of tool calls, and system messages. Checks of what people read have nothing to say about either. */
const served: Record<CheckId, { 'tool-arguments': Serving; system: Serving }> = {
	'personal-data': { 'tool-arguments': 'follows', system: 'follows' },
	secrets: { 'tool-arguments': 'follows', system: 'follows' },
	injection: { 'tool-arguments': 'follows', system: 'follows' },
	topics: { 'tool-arguments': 'follows', system: 'named' },
	pattern: { 'tool-arguments': 'follows', system: 'follows' },
	// A call for help has to say what it is about.
	'harmful-content': { 'tool-arguments': 'named', system: 'named' },
	'prompt-leak': { 'tool-arguments': 'never', system: 'never' },
	'backend-data': { 'tool-arguments': 'never', system: 'never' },
	'claimed-effect': { 'tool-arguments': 'never', system: 'never' },
	'foreign-values': { 'tool-arguments': 'named', system: 'never' },
	support: { 'tool-arguments': 'never', system: 'never' },
	'hidden-characters': { 'tool-arguments': 'named', system: 'follows' },
	'abuse-limit': { 'tool-arguments': 'never', system: 'never' },
	'odd-behaviour': { 'tool-arguments': 'named', system: 'never' },
	// A tool can need the words that a reply must not contain: a price for an offer, a competitor for a search.
	competitors: { 'tool-arguments': 'named', system: 'named' },
	'no-price': { 'tool-arguments': 'named', system: 'never' },
	'no-deadline': { 'tool-arguments': 'named', system: 'never' },
	'no-discount': { 'tool-arguments': 'named', system: 'never' },
	'question-streak': { 'tool-arguments': 'never', system: 'never' },
	'progressive-collection': { 'tool-arguments': 'never', system: 'never' },
	length: { 'tool-arguments': 'never', system: 'named' },
	language: { 'tool-arguments': 'never', system: 'never' },
	scripts: { 'tool-arguments': 'named', system: 'named' },
	'json-schema': { 'tool-arguments': 'never', system: 'never' },
};

const followed = { 'tool-arguments': 'output', system: 'input' } as const;

/** Returns the stages that a check judges, with those that follow from the ones that the policy or the check names. */
export function addFollowedStages(check: PolicyCheck, usual: readonly Stage[]): Stage[] {
	const stages = check.stages ?? usual;
	const more = (['tool-arguments', 'system'] as const).filter(
		(stage) => !stages.includes(stage) && stages.includes(followed[stage]) && canFollow(check, stage),
	);
	return [...stages, ...more].filter((stage) => stage !== 'tool-arguments' || check.onArguments !== 'pass');
}

function canFollow(check: PolicyCheck, stage: keyof typeof followed): boolean {
	if (served[check.check][stage] !== 'follows') return false;
	// What a text must contain, a single argument need not.
	return !(check.check === 'pattern' && check.are === 'required');
}

/** Returns the stage that a policy names and the check cannot judge. */
export function findUnservedStage({ check, stages = [] }: PolicyCheck): Stage | undefined {
	return (['tool-arguments', 'system'] as const).find((stage) => stages.includes(stage) && served[check][stage] === 'never');
}
