import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Origin } from '../../core/ports/memory';

export interface ToolCall {
	input: Record<string, unknown>;
	grant: Grant;
	signal: AbortSignal;
	/** Foreign sources that, by the client's word, its arguments can repeat. */
	origins?: Origin[];
	canAsk: boolean;
	state?: unknown;
	responses?: Record<string, unknown>;
	seal: (state: object) => Promise<string>;
	report: (message: string) => void;
}
