import type { IExecuteFunctions } from 'n8n-workflow';

/** Names where a decision came from, for the record, where nobody tells who it was. The execution leads to what n8n knows. */
export const nameDecider = (door: 'form' | 'resume', context: Pick<IExecuteFunctions, 'getExecutionId'>): string =>
	`n8n:${door}:execution ${context.getExecutionId()}`;

/** Names a person as the workflow knows them. */
export const nameByWorkflow = (person: string): string => `n8n:person:${person}`;
