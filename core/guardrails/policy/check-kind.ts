import { TroupeError } from '../../base/errors';
import type { ChatModel, Guardrail } from '../../ports';
import type { Scope, Stage, ViolationCode } from './guard';
import type { CheckId, PolicyCheck } from './guardrail-policy';

/** What a check needs and a policy cannot hold. */
export interface GuardParts {
	/** The model that `injection` asks when its own detector is in doubt. */
	judge?: ChatModel;
	/** The key of `personal-data` with hash masking: at least 16 random bytes, or a string of the same entropy. */
	hashKey?: Uint8Array | string;
}

/** The timeout for one text, unless the policy sets another. */
export const TIME_LIMIT_MS = 10_000;

/** A check that policies can name. Each has a file in core/guardrails/checks/. */
export interface CheckKind<Id extends CheckId> {
	code: ViolationCode;
	/** The stages it checks unless the policy sets others. */
	stages: readonly Stage[];
	/** `sentence` when no match ever crosses the end of a sentence. */
	scope: Scope;
	/** Whether the check depends on earlier replies. */
	stateful?: boolean;
	/** Replaces `scope` when the scope depends on the options. */
	scopeOf?(check: PolicyCheck<Id>): Scope;
	/** @throws TroupeError POLICY_INVALID, made by `invalidCheck` */
	create(check: PolicyCheck<Id>, parts: GuardParts): Guardrail | Promise<Guardrail>;
}

/** @param problem the text that follows the field's name, such as `has the unknown type "X"` */
export function invalidCheck(problem: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'POLICY_INVALID', message: problem, cause });
}
