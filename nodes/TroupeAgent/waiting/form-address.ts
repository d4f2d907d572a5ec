import type { IExecuteFunctions } from 'n8n-workflow';

/** Returns the form's address. Who has it may decide. */
export function formAddress(context: IExecuteFunctions): string {
	return context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string;
}
