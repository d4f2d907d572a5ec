import type { CheckKind } from '../policy/check-kind';
import type { Stage } from '../policy/guard';
import type { PolicyCheck } from '../policy/guardrail-policy';
import { checkKinds } from './check-kinds';

const followed = { 'tool-arguments': 'output', system: 'input' } as const;

function findServing(check: PolicyCheck, stage: keyof typeof followed) {
	const kind: CheckKind = checkKinds[check.check];
	return stage === 'system' ? kind.system : kind.arguments;
}

export function addFollowedStages(check: PolicyCheck, usual: readonly Stage[]): Stage[] {
	const stages = check.stages ?? usual;
	const more = (['tool-arguments', 'system'] as const).filter(
		(stage) => !stages.includes(stage) && stages.includes(followed[stage]) && canFollow(check, stage),
	);
	return [...stages, ...more].filter((stage) => stage !== 'tool-arguments' || check.onArguments !== 'pass');
}

function canFollow(check: PolicyCheck, stage: keyof typeof followed): boolean {
	if (findServing(check, stage) !== 'follows') return false;
	// A text's required content need not be in a single argument.
	return !(check.check === 'pattern' && check.are === 'required');
}

export function findUnservedStage(check: PolicyCheck): Stage | undefined {
	return (['tool-arguments', 'system'] as const).find((stage) => check.stages?.includes(stage) && !findServing(check, stage));
}
