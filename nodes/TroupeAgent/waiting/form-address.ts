import type { IExecuteFunctions } from 'n8n-workflow';

/** Returns the form's address, for programs. Who has it may decide. */
export function formAddress(context: IExecuteFunctions): string {
	return context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string;
}

/**
 * Where an address has this in it, n8n answers with a page instead of JSON once the execution has gone on (its response-helper.js). The page's
 * status is 200, so that programs get the address without it.
 */
export const pageMark = 'page=form-waiting';

/** A link that names the person who got it. */
export interface PersonLink {
	person: string;
	url: string;
}

/** Returns the link of a person. @param key proves that it is theirs */
export const personLink = (context: IExecuteFunctions, person: string, key: string): PersonLink => ({
	person,
	url: `${formLink(context)}&${new URLSearchParams({ person, key }).toString()}`,
});

/** Returns the same address for people: opened again after the decision, it shows a page. */
export function formLink(context: IExecuteFunctions): string {
	const address = formAddress(context);
	return `${address}${address.includes('?') ? '&' : '?'}${pageMark}`;
}
