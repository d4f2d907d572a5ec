import type { IExecuteFunctions } from 'n8n-workflow';

/** Names where a decision came from, for the record. n8n does not tell who sent a form: the execution leads to what it knows. */
export const nameDoor = (door: 'form' | 'resume', context: Pick<IExecuteFunctions, 'getExecutionId'>): string =>
	`n8n:${door}:execution ${context.getExecutionId()}`;
