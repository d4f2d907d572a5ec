import type { ToolContext, ToolResult } from '../../../../core/ports/tools/tools';

export type Perform<Call> = (call: Call, context: ToolContext) => Promise<ToolResult>;

/** Tells a model when its earlier work is gone. @param gone text for a run that made calls in another process, or before it waited for a person */
export function tellGone<Call>(gone: string, perform: Perform<Call>): Perform<Call> {
	let isFirst = true;
	return async (call, context) => {
		const isAnew = isFirst && (context.earlierCalls ?? 0) > 0;
		isFirst = false;
		const result = await perform(call, context);
		return isAnew ? { ...result, text: `${gone}\n${result.text}` } : result;
	};
}
