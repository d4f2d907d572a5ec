import type { IExecuteFunctions } from 'n8n-workflow';
import { readCallSignal } from '../../../core/base/async/call-signal';

/** n8n's types know `isStreaming` of some contexts only, though all have it. */
type ToolNodeContext = Pick<IExecuteFunctions, 'getExecutionCancelSignal'> & Partial<Pick<IExecuteFunctions, 'isStreaming'>>;

/**
 * Ends what the node of a tool does when its agent no longer waits for it, and keeps it out of a chat that streams: the agent reads what a tool
 * says, and its guardrails judge what people read.
 */
export function bindToCall<Context extends ToolNodeContext>(context: Context): Context {
	const signal = readCallSignal();
	return Object.assign(context, { isStreaming: () => false, ...(signal && { getExecutionCancelSignal: () => signal }) });
}
