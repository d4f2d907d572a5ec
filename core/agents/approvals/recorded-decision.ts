import type { ToolEffect } from '../../ports/tools/tool-effect';
import type { ValueOrigin } from '../../flow/find-origins';
import type { AskReason } from '../../tools/ask-reason';
import type { LimitReached } from '../../tools/judge-limits';

/** The beginning of a result or of a passage. */
export interface KnownText {
	/** The tool, or the title of the passage. */
	from: string;
	text: string;
	/** Length of the whole text. */
	characters: number;
}

/** The verdict of an agent's reviewer about a call that a person is asked about. */
export interface Review {
	/** `provider:model`. */
	model: string;
	verdict: 'allow' | 'ask' | 'refuse';
	/** Why a person is asked though it did not say so. */
	reason?: 'failed' | 'too-long' | 'orders' | 'no-request';
}

/** Records in the trail what a run waits for. */
export type RecordedDecision = {
	id: string;
	/** The called agent that asks; absent for the agent of the run. */
	agent?: string;
	approver?: string;
} & (
	| {
			kind: 'approval';
			tool: string;
			/** Personal data is restored for the person. */
			arguments: unknown;
			/** The definition's own question, in which `{{name}}` stands for an argument. */
			message?: string;
			effect?: ToolEffect;
			/** The agent that wants to make the call, and who asked it. */
			requestedBy?: { id: string; version: string; tenant?: string; by?: string };
			/** Shows what the model had read last when it made the call, shortened. */
			knew?: KnownText[];
			/** Where its values come from, as far as somebody else than the model wrote them. */
			valueOrigins?: ValueOrigin[];
			because?: AskReason;
			/** Why the rule that allows such calls does not allow this one. */
			limit?: LimitReached;
			/** The verdict of the reviewer, if the agent has one. */
			review?: Review;
			/** Who approved it already, where it needs several people. */
			approvedBy?: string[];
			/** How many people have to approve it, if more than one. */
			people?: number;
			/** Differs for each time that a person is asked. */
			nonce?: string;
	  }
	| { kind: 'question'; question: string; choices?: string[] }
);
