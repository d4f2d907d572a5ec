import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { ToolCall } from '../tool-call';

/** A form for a person, as the two revisions show it. */
export interface DecisionForm {
	message: string;
	requestedSchema: object;
}

/** How far a task is. */
export type Progress =
	| { kind: 'working'; message?: string }
	/** Persons must answer the forms, each named by its decision. */
	| { kind: 'waiting'; message: string; forms: Record<string, DecisionForm> }
	| { kind: 'ended'; result: CallToolResult }
	| { kind: 'cancelled' };

/** Who asks for a task. */
export interface Asker {
	grant: Grant;
	/** Whether the client can show a form to a person. */
	canAsk: boolean;
}

/** Until when somebody waits for a change. */
export interface Patience {
	milliseconds: number;
	signal: AbortSignal;
}

/** Work of a tool that can outlast its call. Everything that is needed to go on with it is in a `Work`, which is stored as JSON. */
export interface LongWork<Work extends object = object> {
	/** Begins the work. @throws TroupeError if the call is wrong */
	begin(call: ToolCall): Promise<Work>;
	/**
	 * Returns how far it is, at once after a change. Goes on with it where its process has ended.
	 * @param responses what persons answered so far, by the decision
	 */
	look(work: Work, responses: Record<string, unknown>, asker: Asker, patience: Patience): Promise<Progress>;
	/** Ends it. */
	cancel(work: Work, grant: Grant): Promise<void>;
	/** The client of its call has gone before there was a task. */
	leave?(work: Work, grant: Grant): Promise<void>;
	/** Resolves when the work of this process on it has ended. */
	finished?(work: Work): Promise<void> | undefined;
	/** Its end has been told, and is not asked for again. */
	forget?(work: Work): void;
}
