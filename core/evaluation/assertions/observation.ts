import type { AgentOutcome, JsonValue } from '../../agents/agent-outcome';
import type { ChatModel } from '../../ports/models/models';
import type { Guard } from '../../guardrails/policy/guard';
import type { Assertion } from '../cases/assertion-shapes';

/** A tool call that the model asked for. Personal data is restored. */
export interface ObservedCall {
	tool: string;
	/** A text if the model wrote something that is not JSON. */
	arguments: unknown;
	/** `ok`, `error`, `denied`, `planned`, `unknown` or, while a person must decide, `asked`. */
	outcome: string;
}

/** A run, as assertions see it. */
export interface Observation {
	message: string;
	/** What the agent had read, masked; absent where only the answer is known. */
	sources?: string;
	outcome: AgentOutcome['kind'];
	reason?: string;
	/** As the person reads it. */
	reply: string;
	/** The reply as JSON, if the definition has an `output`. */
	output?: JsonValue;
	/** The codes of the guardrails that found something, each once, sorted. */
	guardrails: string[];
	citations: Array<{ documentId: string; title: string }>;
	calls: ObservedCall[];
	usage: { modelCalls: number; toolCalls: number; tokens: number; costUsd: number | null; durationMs: number };
}

export interface AssertionParts {
	/** Returns the guard of a policy, or of checks. */
	openGuard: (policy: string | object) => Promise<Guard>;
	/** The judge of rubrics. @throws TroupeError if there is none */
	openJudge: (model?: string) => Promise<ChatModel>;
	/** Replaces personal data, for the judge. */
	mask: (text: string) => Promise<string>;
	signal: AbortSignal;
}

export interface Verdict {
	passed: boolean;
	/** One sentence with what was expected and what is there; absent if it holds and there is nothing to say. */
	reason?: string;
}

export interface AssertionKind<Name extends Assertion['assert']> {
	/** Returns what is wrong with the assertion itself. */
	findProblem?(assertion: Assertion<Name>): Promise<string | undefined> | string | undefined;
	check(assertion: Assertion<Name>, observation: Observation, parts: AssertionParts): Promise<Verdict> | Verdict;
}

export const passed: Verdict = { passed: true };
export const failed = (reason: string): Verdict => ({ passed: false, reason });
export const verdict = (isTrue: boolean, reason: string): Verdict => (isTrue ? passed : failed(reason));

const maxQuoted = 300;

/** Quotes a text in a reason. */
export function quote(text: string): string {
	return JSON.stringify(text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text);
}
