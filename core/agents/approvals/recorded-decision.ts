import type { ToolEffect } from '../../ports/tools/tool-effect';
import type { ValueOrigin } from '../../flow/find-origins';
import type { AskReason } from '../../tools/ask-reason';
import type { LimitReached } from '../../tools/judge-limits';

export interface KnownText {
	from: string;
	text: string;
	characters: number;
}

export interface Review {
	model: string;
	verdict: 'allow' | 'ask' | 'refuse';
	reason?: 'failed' | 'too-long' | 'orders' | 'no-request';
}

export type RecordedDecision = {
	id: string;
	/** Absent for the agent of the run. */
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
			requestedBy?: { id: string; version: string; tenant?: string; by?: string };
			knew?: KnownText[];
			valueOrigins?: ValueOrigin[];
			because?: AskReason;
			/** Why the allowing rule does not allow this call. */
			limit?: LimitReached;
			review?: Review;
			approvedBy?: string[];
			people?: number;
			nonce?: string;
	  }
	| { kind: 'question'; question: string; choices?: string[] }
);
