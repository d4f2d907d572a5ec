import type { IExecuteFunctions } from 'n8n-workflow';

/** Where the form is. Who has the address may decide. */
export function formAddress(context: IExecuteFunctions): string {
	return context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string;
}
