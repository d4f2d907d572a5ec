import type { Asker } from '../knowledge/readers';
import type { ToolEffect } from './tool-effect';

/** A call that an agent is about to make. */
export interface PlannedToolCall {
	agent: { id: string; version: string; sha256: string };
	tenant: string;
	/** The agents that called this one, the nearest first. */
	callers: string[];
	/** Names of whoever asks. */
	asker: Asker;
	/** Who began the run, as the trail records it. */
	by?: string;
	runId: string;
	callId: string;
	/** `source` says where the tool is from, such as `mcp:crm`. */
	tool: { name: string; source: string; effect: ToolEffect };
	/** With tokens in place of personal data. */
	arguments: unknown;
	/** True if a person approved the call. */
	isApproved: boolean;
}

/** Decides about calls outside of the process that runs the agent. */
export interface DecisionPoint {
	/** Returns whether the call may be made. @throws TroupeError without a clear answer in time */
	permits(call: PlannedToolCall, signal: AbortSignal): Promise<boolean>;
}
