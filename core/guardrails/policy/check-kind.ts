import type { Static, TObject, TProperties } from 'typebox/type';
import { TroupeError } from '../../base/errors';
import type { AbuseStore } from '../../ports/abuse';
import type { Guardrail } from '../../ports/guardrails/guardrail';
import type { Clock } from '../../ports/host';
import type { ChatModel } from '../../ports/models/models';
import type { ContentModerator } from '../../ports/models/moderation';
import type { Scope, Stage, ViolationCode } from './guard';
import type { Placement } from './placement';

/** What checks can need that a policy cannot contain. */
export interface GuardParts {
	/** Called by `injection` and `harmful-content` if their own detectors are unsure. */
	judge?: ChatModel;
	/** Opens the moderation service that a policy asks for by the name of its model, `local` for the classifier of this machine; undefined if the host has none. */
	openModerator?: (model: string) => ContentModerator | undefined;
	/** Opens the counts of `abuse-limit`; undefined if the host keeps no state. */
	openAbuse?: () => Promise<AbuseStore | undefined>;
	clock?: Clock;
	/** Texts of the company itself, whose prices `no-price` lets pass. */
	ownPrices?: readonly string[];
	/** For `personal-data` with the mask `hash`: at least 16 random bytes, or an equally random string. */
	hashKey?: Uint8Array | string;
}

/** For one text, unless the policy sets another limit. */
export const checkTimeLimitMs = 10_000;

/** A check in a policy. */
export type CheckWith<Options extends TProperties, Id extends string = string> = { check: Id } & Placement & Static<TObject<Options>>;

/** A guardrail, which gets the id of its check. */
export type CreatedCheck = Omit<Guardrail, 'id'>;

/** `follows`: wherever the check judges replies (for arguments) or messages (for system messages). `named`: only if a policy names the stage. */
export type Serving = 'follows' | 'named';

/** A check that policies can name. Each has a file in core/guardrails/checks/. */
export interface CheckKind<Options extends TProperties = TProperties, Id extends string = string> {
	id: Id;
	code: ViolationCode;
	/** The fields of a policy that only this check has: their schema, type and documentation. */
	options: Options;
	/** The stages it judges unless the policy sets others. */
	stages: readonly Stage[];
	/** A policy cannot set others. */
	fixesStages?: boolean;
	/** Whether it judges the arguments of tool calls, and system messages. Default: never, as checks of what people read have nothing to say about either. */
	arguments?: Serving;
	system?: Serving;
	/** `sentence` if a match never crosses the end of a sentence. */
	scope: Scope;
	/** It stops texts, and cannot rewrite them. */
	onlyStops?: boolean;
	/** Its verdicts can name other actions than the policy's. */
	choosesAction?: boolean;
	/** It judges a call of a tool as a whole, not each text of its arguments. */
	judgesCalls?: boolean;
	/** It depends on the previous replies. */
	stateful?: boolean;
	/** Replaces `scope` if it depends on the options. */
	chooseScope?(check: CheckWith<Options, Id>): Scope;
	/** Returns what is wrong with a check and cannot be said in its schema; it follows the check's name: `must have at least one of …`. */
	findProblem?(check: CheckWith<Options, Id>): string | undefined;
	/** @throws TroupeError POLICY_INVALID, created by `invalidCheck` */
	create(check: CheckWith<Options, Id>, parts: GuardParts): CreatedCheck | Promise<CreatedCheck>;
}

/** Infers the types of a check's id and options. */
export const defineCheck = <const Id extends string, Options extends TProperties>(kind: CheckKind<Options, Id>): CheckKind<Options, Id> =>
	kind;

/** @param problem follows the field's name: `has the unknown type "X"` */
export function invalidCheck(problem: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'POLICY_INVALID', message: problem, cause });
}
