import type { IExecuteFunctions } from 'n8n-workflow';

/** For programs. Anyone with the address may decide. */
export function formAddress(context: IExecuteFunctions): string {
	return context.evaluateExpression('{{ $execution.resumeUrl }}', 0) as string;
}

/**
 * With this in the address, n8n answers with a page instead of JSON once the execution has continued (its response-helper.js). The page's status is
 * 200, so programs get the address without it.
 */
export const pageMark = 'page=form-waiting';

export interface PersonLink {
	person: string;
	url: string;
}

/** @param key proves the owner */
export const personLink = (context: IExecuteFunctions, person: string, key: string): PersonLink => ({
	person,
	url: `${formLink(context)}&${new URLSearchParams({ person, key }).toString()}`,
});

/** For people: after the decision, it shows a page. */
export function formLink(context: IExecuteFunctions): string {
	const address = formAddress(context);
	return `${address}${address.includes('?') ? '&' : '?'}${pageMark}`;
}
