import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Origin } from '../../core/ports/memory';

/** One call of a tool by a client. */
export interface ToolCall {
	input: Record<string, unknown>;
	grant: Grant;
	signal: AbortSignal;
	/** Where texts of others came from that the client says its arguments can repeat. */
	origins?: Origin[];
	/** Whether the client can show a form to a person. */
	canAsk: boolean;
	/** The state that an earlier answer to this call carried, verified, and what the person filled in since. */
	state?: unknown;
	responses?: Record<string, unknown>;
	/** Seals a state for the next round of this call. */
	seal: (state: object) => Promise<string>;
	/** Tells a client that asked for it how far the call is. */
	report: (message: string) => void;
}
