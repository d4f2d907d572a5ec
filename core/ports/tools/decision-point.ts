import type { Asker } from '../knowledge/readers';
import type { ToolEffect } from './tool-effect';

export interface PlannedToolCall {
	agent: { id: string; version: string; sha256: string };
	tenant: string;
	/** Nearest first. */
	callers: string[];
	asker: Asker;
	by?: string;
	runId: string;
	callId: string;
	tool: { name: string; source: string; effect: ToolEffect };
	/** With tokens in place of personal data. */
	arguments: unknown;
	isApproved: boolean;
}

export interface DecisionPoint {
	/** @throws TroupeError without a clear answer in time */
	permits(call: PlannedToolCall, signal: AbortSignal): Promise<boolean>;
}
