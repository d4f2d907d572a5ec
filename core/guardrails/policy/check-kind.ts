import type { Static, TObject, TProperties } from 'typebox/type';
import { TroupeError } from '../../base/errors';
import type { AbuseStore } from '../../ports/abuse';
import type { Guardrail } from '../../ports/guardrails/guardrail';
import type { Clock } from '../../ports/host';
import type { ChatModel } from '../../ports/models/models';
import type { ContentModerator } from '../../ports/models/moderation';
import type { Scope, Stage, ViolationCode } from './guard';
import type { Placement } from './placement';

export interface GuardParts {
	/** Called by `injection` and `harmful-content` if their detectors are unsure. */
	judge?: ChatModel;
	/** Opens a moderation service by its model, `local` for the classifier of this machine; undefined if the host has none. */
	openModerator?: (model: string) => ContentModerator | undefined;
	/** Undefined if the host keeps no state. */
	openAbuse?: () => Promise<AbuseStore | undefined>;
	clock?: Clock;
	/** Company texts whose prices `no-price` lets pass. */
	ownPrices?: readonly string[];
	/** For `personal-data` with the mask `hash`: at least 16 random bytes, or an equally random string. */
	hashKey?: Uint8Array | string;
}

/** For one text, unless the policy sets another limit. */
export const checkTimeLimitMs = 10_000;

export type CheckWith<Options extends TProperties, Id extends string = string> = { check: Id } & Placement & Static<TObject<Options>>;

export type CreatedCheck = Omit<Guardrail, 'id'>;

/** `follows`: wherever the check judges replies (for arguments) or messages (for system messages). `named`: only if a policy names the stage. */
export type Serving = 'follows' | 'named';

/** Each has a file in core/guardrails/checks/. */
export interface CheckKind<Options extends TProperties = TProperties, Id extends string = string> {
	id: Id;
	code: ViolationCode;
	options: Options;
	stages: readonly Stage[];
	/** A policy cannot set others. */
	fixesStages?: boolean;
	/** Default: never, as checks of what people read do not apply to either. */
	arguments?: Serving;
	system?: Serving;
	/** `sentence` if a match never crosses the end of a sentence. */
	scope: Scope;
	onlyStops?: boolean;
	choosesAction?: boolean;
	judgesCalls?: boolean;
	stateful?: boolean;
	/** Replaces `scope` if it depends on the options. */
	chooseScope?(check: CheckWith<Options, Id>): Scope;
	/** Finds problems that the schema cannot express; the text follows the check's name: `must have at least one of …`. */
	findProblem?(check: CheckWith<Options, Id>): string | undefined;
	/** @throws TroupeError POLICY_INVALID, created by `invalidCheck` */
	create(check: CheckWith<Options, Id>, parts: GuardParts): CreatedCheck | Promise<CreatedCheck>;
}

export const defineCheck = <const Id extends string, Options extends TProperties>(kind: CheckKind<Options, Id>): CheckKind<Options, Id> =>
	kind;

/** @param problem follows the field's name: `has the unknown type "X"` */
export function invalidCheck(problem: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'POLICY_INVALID', message: problem, cause });
}
