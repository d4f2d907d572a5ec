import type { Violation } from '../guardrails/policy/guard';
import type { CollectionSearched } from '../ports/knowledge/search-facts';
import type { Login } from '../ports/access/login';
import type { Origin } from '../ports/memory';
import type { ChatResponse, TokenUsage } from '../ports/models/models';
import type { SandboxStep } from '../ports/sandbox/sandbox-step';
import type { AgentOutcome } from './agent-outcome';
import type { RecordedDecision } from './approvals/recorded-decision';

/** The place of a called agent in its team. */
export interface TeamPlace {
	agent: string;
	/** 1 for an agent that the first one called. */
	depth: number;
	/** The ids of the calls that led to it, with `/` between them. */
	call: string;
}

/** An event of a run, as every host shows it. Personal data in it is masked. */
export type AgentEvent = {
	runId: string;
	/** From 1, without gaps within a run. */
	number: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** Who caused it, in events of a stored trail: as there. */
	by?: string;
	/** The called agent whose event it is; absent for the agent of the run. */
	team?: TeamPlace;
} & (
	| {
			kind: 'started';
			agent: { id: string; version: string; sha256: string };
			/** A keyed hash of the person's id. */
			person?: string;
			resumed: boolean;
			/** Where texts of others came from that its message or prompt can repeat; absent for nowhere. */
			origins?: Origin[];
			/** For example that it is deprecated. */ warnings?: string[];
	  }
	/** A tool of a server that the model does not get, or whose schema is checked in part, and why. */
	| { kind: 'tool-left-out'; tool: string; source: string; reason: string }
	| { kind: 'tool-relaxed'; tool: string; source: string; reason: string }
	| { kind: 'model-started'; step: number }
	/** Text that can be shown to the person now: the output guardrails passed it, and it is unmasked. */
	| { kind: 'model-part'; step: number; text: string }
	/** The text that was shown of this step is not the answer: it was a thought of the model, or the model writes another one. */
	| { kind: 'model-withdrawn'; step: number }
	| {
			kind: 'model-finished';
			step: number;
			model: string;
			usage: TokenUsage;
			costUsd: number | null;
			durationMs: number;
			toolCalls: number;
			/** Why the documents are quoted in place of an answer of a model. */
			instead?: ChatResponse['instead'];
	  }
	| { kind: 'model-failed'; step: number; errorCode: string; durationMs: number }
	| { kind: 'tool-started'; step: number; callId: string; tool: string; source: string; /** Masked. */ arguments: unknown }
	/** `asked`: a person must decide. `planned`: a dry run, which calls no tools. */
	| {
			kind: 'tool-finished';
			step: number;
			callId: string;
			tool: string;
			outcome: 'ok' | 'error' | 'denied' | 'asked' | 'planned' | 'unknown';
			errorCode?: string;
			/** Length of the original result. */
			characters: number;
			durationMs: number;
			/** The definition vouches for what it says; otherwise the result is a text of others. */
			trusted?: true;
			/** Arguments of a call that was denied, in events of a stored trail: JSON as the model wrote it, masked. */
			arguments?: string;
			/** What the model read of an error, masked, at most 500 characters. */
			text?: string;
	  }
	/**
	 * A search of a collection, with `step`, `callId` and `tool` if a model requested it, and `ofQuestion`, from 1, if it is for one question of the message.
	 * Contains neither the question nor the hits.
	 */
	| { kind: 'searched'; step?: number; callId?: string; tool?: string; ofQuestion?: number; search: CollectionSearched }
	/** What a tool did in the sandbox. Contains names and hashes, no contents. */
	| { kind: 'sandboxed'; step: number; callId: string; tool: string; sandbox: SandboxStep }
	| { kind: 'guardrail'; violation: Violation }
	| { kind: 'context-trimmed'; step: number; droppedTurns: number; cutToolResults: number; tokens: number }
	/** The verdict of the reviewer about a call; `reason` where a person is asked though it did not say so. */
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
	/** A reader without tools took values from a result; `dismissed`: how many it named that the result does not have. Contains no value. */
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
	/** A person or a rule decided; `by`, `login`, `viewSha256` and `statement` as in the trail. `text`: the answer or the comment, masked. */
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
			/** Where texts of others came from that the run had read; absent for nowhere. */
			origins?: Origin[];
	  }
);
