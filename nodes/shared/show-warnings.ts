import type { IExecuteFunctions } from 'n8n-workflow';

/** In the editor, above what the node gave. */
export function showWarnings(context: IExecuteFunctions, messages: string[]): void {
	const hints = messages.map((message) => ({ message, type: 'warning' as const, location: 'outputPane' as const }));
	if (hints.length > 0) context.addExecutionHints(...hints);
}
