import type { Violation } from '../guardrails/policy/guard';
import type { CollectionSearched } from '../ports/knowledge/search-facts';
import type { Login } from '../ports/access/login';
import type { Origin } from '../ports/memory';
import type { ChatResponse, TokenUsage } from '../ports/models/models';
import type { SandboxStep } from '../ports/sandbox/sandbox-step';
import type { AgentOutcome } from './agent-outcome';
import type { RecordedDecision } from './approvals/recorded-decision';

export interface TeamPlace {
	agent: string;
	/** 1 for an agent that the first one called. */
	depth: number;
	/** Ids of the calls that led to it, joined by `/`. */
	call: string;
}

/** An event of a run, the same on every host. Personal data is masked. */
export type AgentEvent = {
	runId: string;
	/** From 1, without gaps within a run. */
	number: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** Its cause, in events of a stored trail. */
	by?: string;
	/** The called agent of the event; absent for the agent of the run. */
	team?: TeamPlace;
} & (
	| {
			kind: 'started';
			agent: { id: string; version: string; sha256: string };
			/** A keyed hash of the person's id. */
			person?: string;
			resumed: boolean;
			/** Sources of foreign texts that its message or prompt can repeat; absent if none. */
			origins?: Origin[];
			/** For example a deprecation. */ warnings?: string[];
	  }
	/** A server's tool that the model does not get, or whose schema is checked in part, and why. */
	| { kind: 'tool-left-out'; tool: string; source: string; reason: string }
	| { kind: 'tool-relaxed'; tool: string; source: string; reason: string }
	| { kind: 'model-started'; step: number }
	/** Text that may be shown now: it passed the output guardrails, and is unmasked. */
	| { kind: 'model-part'; step: number; text: string }
	/** The shown text of this step is not the answer: it was a thought, or the model writes another one. */
	| { kind: 'model-withdrawn'; step: number }
	| {
			kind: 'model-finished';
			step: number;
			model: string;
			usage: TokenUsage;
			costUsd: number | null;
			durationMs: number;
			toolCalls: number;
			instead?: ChatResponse['instead'];
	  }
	| { kind: 'model-failed'; step: number; errorCode: string; durationMs: number }
	| { kind: 'tool-started'; step: number; callId: string; tool: string; source: string; arguments: unknown }
	/** `asked`: a person must decide. `planned`: a dry run, which calls no tools. */
	| {
			kind: 'tool-finished';
			step: number;
			callId: string;
			tool: string;
			outcome: 'ok' | 'error' | 'denied' | 'asked' | 'planned' | 'unknown';
			errorCode?: string;
			characters: number;
			durationMs: number;
			/** The definition vouches for the result; otherwise it is foreign text. */
			trusted?: true;
			/** Arguments of a denied call, in events of a stored trail: JSON as the model wrote it, masked. */
			arguments?: string;
			/** Error text for the model, masked, at most 500 characters. */
			text?: string;
	  }
	/**
	 * A search of a collection, with `step`, `callId` and `tool` if a model requested it, and `ofQuestion`, from 1, for one question of the message.
	 * Contains neither question nor hits.
	 */
	| { kind: 'searched'; step?: number; callId?: string; tool?: string; ofQuestion?: number; search: CollectionSearched }
	/** Acts of a tool in the sandbox: names and hashes, no contents. */
	| { kind: 'sandboxed'; step: number; callId: string; tool: string; sandbox: SandboxStep }
	| { kind: 'guardrail'; violation: Violation }
	| { kind: 'context-trimmed'; step: number; droppedTurns: number; cutToolResults: number; tokens: number }
	/** The reviewer's verdict about a call; `reason` if a person is asked although the verdict was another. */
	| {
			kind: 'reviewed';
			step: number;
			callId: string;
			tool: string;
			model: string;
			verdict: 'allow' | 'ask' | 'refuse';
			reason?: string;
			costUsd: number | null;
	  }
	/** A reader without tools extracted values from a result; `dismissed` counts named values missing from the result. Contains no value. */
	| {
			kind: 'extracted';
			step: number;
			callId: string;
			tool: string;
			model?: string;
			isRead: boolean;
			dismissed: number;
			costUsd: number | null;
			durationMs: number;
	  }
	| { kind: 'suspended'; pending: RecordedDecision[] }
	/** A decision of a person or a rule; `by`, `login`, `viewSha256` and `statement` as in the trail. `text`: the answer or the comment, masked. */
	| {
			kind: 'decided';
			callId: string;
			approved: boolean;
			text?: string;
			by?: string;
			login?: Login;
			viewSha256?: string;
			statement?: string;
	  }
	| {
			kind: 'finished';
			outcome: AgentOutcome['kind'] | 'failed';
			errorCode?: string;
			usage: { inputTokens: number; outputTokens: number; costUsd: number | null; modelCalls: number; toolCalls: number };
			durationMs: number;
			/** Sources of foreign texts that the run had read; absent if none. */
			origins?: Origin[];
	  }
);
