import type { AgentOutcome, JsonValue } from '../../agents/agent-outcome';
import type { ChatModel } from '../../ports/models/models';
import type { Guard } from '../../guardrails/policy/guard';
import type { Assertion } from '../cases/assertion-shapes';

export interface ObservedCall {
	tool: string;
	/** A text if the model did not write JSON. */
	arguments: unknown;
	/** `ok`, `error`, `denied`, `planned`, `unknown` or, during a person's decision, `asked`. */
	outcome: string;
}

export interface Observation {
	message: string;
	/** The agent's sources, masked; absent if only the answer is known. */
	sources?: string;
	outcome: AgentOutcome['kind'];
	reason?: string;
	reply: string;
	output?: JsonValue;
	/** Codes of guardrails with findings, unique and sorted. */
	guardrails: string[];
	citations: Array<{ documentId: string; title: string }>;
	calls: ObservedCall[];
	usage: { modelCalls: number; toolCalls: number; tokens: number; costUsd: number | null; durationMs: number };
}

export interface AssertionParts {
	openGuard: (policy: string | object) => Promise<Guard>;
	/** @throws TroupeError without a judge of rubrics */
	openJudge: (model?: string) => Promise<ChatModel>;
	mask: (text: string) => Promise<string>;
	signal: AbortSignal;
}

export interface Verdict {
	passed: boolean;
	reason?: string;
}

export interface AssertionKind<Name extends Assertion['assert']> {
	findProblem?(assertion: Assertion<Name>): Promise<string | undefined> | string | undefined;
	check(assertion: Assertion<Name>, observation: Observation, parts: AssertionParts): Promise<Verdict> | Verdict;
}

export const passed: Verdict = { passed: true };
export const failed = (reason: string): Verdict => ({ passed: false, reason });
export const verdict = (isTrue: boolean, reason: string): Verdict => (isTrue ? passed : failed(reason));

const maxQuoted = 300;

export function quote(text: string): string {
	return JSON.stringify(text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text);
}
