import { isTroupeError } from '../../base/errors';
import { checkKinds } from '../checks/check-kinds';
import { addFollowedStages, findUnservedStage } from '../checks/followed-stages';
import { verifyReplies } from '../judges/verify-replies';
import { createPlacedGuard } from './apply-guardrails';
import type { PlacedGuardrail } from './placed-guardrail';
import { type CheckKind, type GuardParts, invalidCheck } from './check-kind';
import type { Guard } from './guard';
import type { GuardrailPolicy, PolicyCheck } from './guardrail-policy';
import { invalidPolicy } from './parse-guardrail-policy';

/** @throws TroupeError POLICY_INVALID, naming each invalid check */
export async function createGuard(policy: GuardrailPolicy, parts: GuardParts = {}): Promise<Guard> {
	return createPlacedGuard(await placeChecks(policy, parts));
}

export async function placeChecks(policy: GuardrailPolicy, parts: GuardParts = {}): Promise<PlacedGuardrail[]> {
	const placed: PlacedGuardrail[] = [];
	const problems: string[] = [];
	for (const [index, check] of policy.checks.entries()) {
		try {
			placed.push(await place(check, policy, parts));
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'POLICY_INVALID') throw error;
			problems.push(`checks.${index} (${check.check}) ${error.message}`);
		}
	}
	if (problems.length > 0) throw invalidPolicy(`The policy "${policy.id}"`, problems);
	return placed;
}

/** If true, hosts store a conversation's state, or fold over its history. */
export function isStateful({ checks }: GuardrailPolicy): boolean {
	return checks.some(({ check }) => checkKinds[check].stateful);
}

async function place(check: PolicyCheck, policy: GuardrailPolicy, parts: GuardParts): Promise<PlacedGuardrail> {
	const kind: CheckKind = checkKinds[check.check];
	const unserved = findUnservedStage(check);
	if (unserved) throw invalidCheck(`cannot judge the stage ${unserved}`);
	const verifies = 'verify' in check && check.verify === true;
	const scope = verifies ? 'text' : (kind.chooseScope?.(check) ?? kind.scope);
	const created = await kind.create(check, parts);
	const guardrail = verifies ? verifyReplies(created, parts.judge) : created;
	return {
		guardrail: { ...guardrail, id: check.name ?? check.check },
		policy: { id: policy.id, ...(policy.version !== undefined && { version: policy.version }) },
		code: kind.code,
		stages: addFollowedStages(check, kind.stages),
		action: check.action,
		choosesAction: verifies || kind.choosesAction,
		...(kind.judgesCalls && { judgesCalls: true }),
		...(check.onArguments && check.onArguments !== 'pass' && { onArguments: check.onArguments }),
		...(check.when && { when: check.when }),
		...(check.unless && { unless: check.unless }),
		// The replacement of several sentences is known only after all of them.
		scope: check.action === 'rewrite' && check.text ? 'text' : scope,
		onFailure: check.onFailure ?? policy.onFailure,
		timeLimitMs: check.timeLimitMs,
		replacement: check.text,
		joined: check.joinedText,
		otherwise: check.otherwise,
	};
}
