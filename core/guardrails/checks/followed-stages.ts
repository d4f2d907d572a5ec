import type { CheckKind } from '../policy/check-kind';
import type { Stage } from '../policy/guard';
import type { PolicyCheck } from '../policy/guardrail-policy';
import { checkKinds } from './check-kinds';

const followed = { 'tool-arguments': 'output', system: 'input' } as const;

function findServing(check: PolicyCheck, stage: keyof typeof followed) {
	const kind: CheckKind = checkKinds[check.check];
	return stage === 'system' ? kind.system : kind.arguments;
}

/** Returns the stages that a check judges, with those that follow from the ones that the policy or the check names. */
export function addFollowedStages(check: PolicyCheck, usual: readonly Stage[]): Stage[] {
	const stages = check.stages ?? usual;
	const more = (['tool-arguments', 'system'] as const).filter(
		(stage) => !stages.includes(stage) && stages.includes(followed[stage]) && canFollow(check, stage),
	);
	return [...stages, ...more].filter((stage) => stage !== 'tool-arguments' || check.onArguments !== 'pass');
}

function canFollow(check: PolicyCheck, stage: keyof typeof followed): boolean {
	if (findServing(check, stage) !== 'follows') return false;
	// What a text must contain, a single argument need not.
	return !(check.check === 'pattern' && check.are === 'required');
}

/** Returns the stage that a policy names and the check cannot judge. */
export function findUnservedStage(check: PolicyCheck): Stage | undefined {
	return (['tool-arguments', 'system'] as const).find((stage) => check.stages?.includes(stage) && !findServing(check, stage));
}
