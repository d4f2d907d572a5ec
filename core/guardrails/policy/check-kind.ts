import { TroupeError } from '../../base/errors';
import type { AbuseStore, ChatModel, Clock, ContentModerator, Guardrail } from '../../ports';
import type { Scope, Stage, ViolationCode } from './guard';
import type { CheckId, PolicyCheck } from './guardrail-policy';

/** What checks can need that a policy cannot contain. */
export interface GuardParts {
	/** Called by `injection` and `harmful-content` if their own detectors are unsure. */
	judge?: ChatModel;
	/** Opens the moderation service that a policy asks for by the name of its model, `local` for the classifier of this machine; undefined if the host has none. */
	openModerator?: (model: string) => ContentModerator | undefined;
	/** Opens the counts of `abuse-limit`; undefined if the host keeps no state. */
	openAbuse?: () => Promise<AbuseStore | undefined>;
	clock?: Clock;
	/** For `personal-data` with the mask `hash`: at least 16 random bytes, or an equally random string. */
	hashKey?: Uint8Array | string;
}

/** For one text, unless the policy sets another limit. */
export const checkTimeLimitMs = 10_000;

/** A check that policies can name. Each has a file in core/guardrails/checks/. */
export interface CheckKind<Id extends CheckId> {
	code: ViolationCode;
	/** The stages it judges unless the policy sets others. */
	stages: readonly Stage[];
	/** `sentence` if a match never crosses the end of a sentence. */
	scope: Scope;
	/** Its verdicts can name other actions than the policy's. */
	choosesAction?: boolean;
	/** It judges a call of a tool as a whole, not each text of its arguments. */
	judgesCalls?: boolean;
	/** It depends on the previous replies. */
	stateful?: boolean;
	/** Replaces `scope` if it depends on the options. */
	chooseScope?(check: PolicyCheck<Id>): Scope;
	/** @throws TroupeError POLICY_INVALID, created by `invalidCheck` */
	create(check: PolicyCheck<Id>, parts: GuardParts): Guardrail | Promise<Guardrail>;
}

/** @param problem follows the field's name: `has the unknown type "X"` */
export function invalidCheck(problem: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'POLICY_INVALID', message: problem, cause });
}
