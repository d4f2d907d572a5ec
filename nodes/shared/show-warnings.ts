import type { IExecuteFunctions } from 'n8n-workflow';

export function showWarnings(context: IExecuteFunctions, messages: string[]): void {
	showHints(context, messages, 'warning');
}

/** The same for what went well. */
export function showNotes(context: IExecuteFunctions, messages: string[]): void {
	showHints(context, messages, 'info');
}

function showHints(context: IExecuteFunctions, messages: string[], type: 'info' | 'warning'): void {
	const hints = messages.map((message) => ({ message, type, location: 'outputPane' as const }));
	if (hints.length > 0) context.addExecutionHints(...hints);
}
