import type { IExecuteFunctions } from 'n8n-workflow';

/** Names the source of an anonymous decision for the record. The execution leads to what n8n knows. */
export const nameDecider = (door: 'form' | 'resume', context: Pick<IExecuteFunctions, 'getExecutionId'>): string =>
	`n8n:${door}:execution ${context.getExecutionId()}`;

export const nameByWorkflow = (person: string): string => `n8n:person:${person}`;
