import { TroupeError } from '../../base/errors';
import type { ChatModel, Guardrail } from '../../ports';
import type { Scope, Stage, ViolationCode } from './guard';
import type { CheckId, PolicyCheck } from './guardrail-policy';

/** What checks may need that a policy cannot hold. */
export interface GuardParts {
	/** Asked by `injection` where its own detector is in doubt. */
	judge?: ChatModel;
	/** For `personal-data` that masks by hash: at least 16 random bytes, or a string of as much chance. */
	hashKey?: Uint8Array | string;
}

/** For one text, unless the policy says otherwise. */
export const TIME_LIMIT_MS = 10_000;

/** A check that policies can name: one file each in core/guardrails/checks/. */
export interface CheckKind<Id extends CheckId> {
	code: ViolationCode;
	/** Where it looks unless the policy says otherwise. */
	stages: readonly Stage[];
	/** `sentence` when no match ever reaches over the end of a sentence. */
	scope: Scope;
	/** It asks what the replies before were like. */
	stateful?: boolean;
	/** In place of `scope`, where that depends on the options. */
	scopeOf?(check: PolicyCheck<Id>): Scope;
	/** @throws TroupeError POLICY_INVALID, by `invalidCheck` */
	create(check: PolicyCheck<Id>, parts: GuardParts): Guardrail | Promise<Guardrail>;
}

/** @param problem begins behind the field's name: `has the unknown type "X"` */
export function invalidCheck(problem: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'POLICY_INVALID', message: problem, cause });
}
