import { AsyncLocalStorage } from 'node:async_hooks';
import { TroupeError } from '../../base/errors';
import type { ConversationStateStore } from '../../ports/guardrails/conversation-state';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { Clock } from '../../ports/host';
import type { ChatRequest } from '../../ports/models/models';
import type { ToolContext } from '../../ports/tools/tools';
import type { ModelFixture, ToolFixture } from '../cases/evaluation-set';
import type { ExchangeKind } from './recording';

/** A request of a run to the outside. */
export interface Asked {
	kind: ExchangeKind;
	name: string;
	/** JSON. */
	request: unknown;
	/** JSON: what asking outside needs besides, in a process that has no `live`. The answer is not looked for by it, and it is not recorded. */
	beyond?: unknown;
}

export type BeyondModel = ChatRequest;

/** Agent that asks, and the call without what only its own process has. */
export interface BeyondTool {
	agent: string;
	context: Omit<ToolContext, 'signal' | 'keep' | 'kept'>;
	arguments: Record<string, unknown>;
}

export type BeyondTools = Pick<BeyondTool, 'agent'>;

/** Answers requests: from a recording, or live while recording them. */
export interface Traffic {
	/** @param live asks outside; never called offline */
	exchange<Answer>(asked: Asked, live: () => Promise<Answer>): Promise<Answer>;
}

/** State of the running case. Cases of one agent share its parts. */
export interface CaseScope {
	traffic: Traffic;
	vault: PersonalDataVault;
	clock: Clock;
	/** Waits for a retry or a timeout. Returns whether the whole time has passed. */
	sleep(milliseconds: number, until: AbortSignal): Promise<boolean>;
	conversations: ConversationStateStore;
	/** Answer calls of tools; one that another one follows is taken out. */
	fixtures: ToolFixture[];
	/** The tools that are performed where no fixture answers. Default: all. */
	perform?: readonly string[];
	/** A call that was not performed. */
	refused?: TroupeError;
	/** Answer the agent's models in order; undefined where the models or their recording answer. */
	respond?: ModelFixture[];
}

const scopes = new AsyncLocalStorage<CaseScope>();

/** Runs work for a case: all that it asks outside goes through the traffic of the case. */
export const withinCase = <Result>(scope: CaseScope, work: () => Promise<Result>): Promise<Result> => scopes.run(scope, work);

/** @throws TroupeError outside of a case: nothing may be asked unseen */
export function currentCase(): CaseScope {
	const scope = scopes.getStore();
	if (scope) return scope;
	throw new TroupeError({ code: 'INTERNAL', message: 'A part of an evaluation was used outside of a case.' });
}

/** The time of the case that runs. */
export const caseClock: Clock = { now: () => scopes.getStore()?.clock.now() ?? Date.now() };

/** Waits as the case that runs does. */
export const caseSleep = (milliseconds: number, until: AbortSignal): Promise<boolean> => currentCase().sleep(milliseconds, until);
