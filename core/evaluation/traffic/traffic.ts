import { AsyncLocalStorage } from 'node:async_hooks';
import { TroupeError } from '../../base/errors';
import type { ConversationStateStore } from '../../ports/guardrails/conversation-state';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { Clock } from '../../ports/host';
import type { ChatRequest } from '../../ports/models/models';
import type { ToolContext } from '../../ports/tools/tools';
import type { ModelFixture, ToolFixture } from '../cases/evaluation-set';
import type { ExchangeKind } from './recording';

export interface Asked {
	kind: ExchangeKind;
	name: string;
	request: unknown;
	/** JSON: extra input for a process without `live`. Neither part of the key nor recorded. */
	beyond?: unknown;
}

export type BeyondModel = ChatRequest;

/** Only the serialisable parts of the call. */
export interface BeyondTool {
	agent: string;
	context: Omit<ToolContext, 'signal' | 'keep' | 'kept'>;
	arguments: Record<string, unknown>;
}

export type BeyondTools = Pick<BeyondTool, 'agent'>;

export interface Traffic {
	/** @param live asks outside; never called offline */
	exchange<Answer>(asked: Asked, live: () => Promise<Answer>): Promise<Answer>;
}

export interface CaseScope {
	traffic: Traffic;
	vault: PersonalDataVault;
	clock: Clock;
	sleep(milliseconds: number, until: AbortSignal): Promise<boolean>;
	conversations: ConversationStateStore;
	fixtures: ToolFixture[];
	/** Tools to perform if no fixture answers. Default: all. */
	perform?: readonly string[];
	refused?: TroupeError;
	/** Answer the agent's models in order; undefined if the models or their recording answer. */
	respond?: ModelFixture[];
}

const scopes = new AsyncLocalStorage<CaseScope>();

/** Routes all outside requests of the work through the case's traffic. */
export const withinCase = <Result>(scope: CaseScope, work: () => Promise<Result>): Promise<Result> => scopes.run(scope, work);

/** @throws TroupeError outside of a case: no request may go unrecorded */
export function currentCase(): CaseScope {
	const scope = scopes.getStore();
	if (scope) return scope;
	throw new TroupeError({ code: 'INTERNAL', message: 'A part of an evaluation was used outside of a case.' });
}

export const caseClock: Clock = { now: () => scopes.getStore()?.clock.now() ?? Date.now() };

export const caseSleep = (milliseconds: number, until: AbortSignal): Promise<boolean> => currentCase().sleep(milliseconds, until);
