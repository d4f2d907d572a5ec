import { TroupeError } from '../../../core/base/errors';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { checks as groups } from './check-fields';

/**
 * Refuses a guardrail that lets a judge verify replies where the node has none: it would stop right replies too, unnoticed.
 * @param fix where a judge is chosen
 * @throws TroupeError INPUT_INVALID
 */
export function refuseUnverified({ checks }: GuardrailPolicy, hasJudge: boolean, fix: string): void {
	const check = hasJudge ? undefined : checks.find((one) => 'verify' in one && one.verify === true);
	if (!check) return;
	const label = groups.find(({ name }) => name === check.check)?.displayName ?? check.check;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The guardrail "${label}" has its replies verified by a judge, and this node has no judge.`,
		fix: `${fix}, or turn off Verify Replies.`,
	});
}
