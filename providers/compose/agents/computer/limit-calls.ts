import type { ToolContext, ToolResult } from '../../../../core/ports';

export type Perform<Call> = (call: Call, context: ToolContext) => Promise<ToolResult>;

/**
 * Stops a model that never stops, before its other limits are used up, and tells it when what it did before is gone.
 * @param gone for a run that made calls in another process, or before it waited for a person
 */
export function limitCalls<Call>({ name, max, gone }: { name: string; max: number; gone: string }, perform: Perform<Call>): Perform<Call> {
	let calls = 0;
	return async (call, context) => {
		const isFirst = calls === 0;
		if (calls >= max) return { kind: 'error', text: `The tool ${name} was called ${max} times, which is its max. Go on without it.` };
		calls += 1;
		const result = await perform(call, context);
		return isFirst && (context.earlierCalls ?? 0) > 0 ? { ...result, text: `${gone}\n${result.text}` } : result;
	};
}
