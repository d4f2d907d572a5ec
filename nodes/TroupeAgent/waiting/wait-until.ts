import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';

/** n8n's own mark of a wait without an end. */
const withoutEnd = new Date('3000-01-01T00:00:00.000Z');

/**
 * Puts the execution to wait. When the time is over, n8n executes this node again: n8n disables a node that it finds waiting in the data of an
 * execution, so this data does not hold the mark; the column by which n8n wakes executions does. Where n8n's inside is not as it was, the execution
 * waits without an end.
 */
export async function waitUntil(context: IExecuteFunctions, time: number): Promise<void> {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	if (!runExecutionData?.executionData) return context.putExecutionToWait(withoutEnd);
	Object.defineProperty(runExecutionData, 'waitTill', { value: undefined, enumerable: false, writable: true, configurable: true });
	await context.putExecutionToWait(new Date(time));
}
