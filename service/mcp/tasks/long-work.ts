import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { ToolCall } from '../tool-call';

export interface DecisionForm {
	message: string;
	requestedSchema: object;
}

export type Progress =
	| { kind: 'working'; message?: string }
	| { kind: 'waiting'; message: string; forms: Record<string, DecisionForm> }
	| { kind: 'ended'; result: CallToolResult }
	| { kind: 'cancelled' };

export interface Asker {
	grant: Grant;
	canAsk: boolean;
}

export interface Patience {
	milliseconds: number;
	signal: AbortSignal;
}

/** Tool work that can outlast its call. A `Work`, stored as JSON, has everything needed to continue. */
export interface LongWork<Work extends object = object> {
	/** @throws TroupeError if the call is wrong */
	begin(call: ToolCall): Promise<Work>;
	/**
	 * Returns the progress, at once after a change. Continues where the process has ended. @param responses persons' answers so far, by the decision
	 */
	look(work: Work, responses: Record<string, unknown>, asker: Asker, patience: Patience): Promise<Progress>;
	cancel(work: Work, grant: Grant): Promise<void>;
	leave?(work: Work, grant: Grant): Promise<void>;
	finished?(work: Work): Promise<void> | undefined;
	forget?(work: Work): void;
}
