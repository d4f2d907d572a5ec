import type { INodeProperties } from 'n8n-workflow';

export const on = (resource: string, ...operation: string[]) => ({ show: { resource: [resource], operation } });

export const text = { type: 'string', default: '' } as const;

export const language = (description: string): INodeProperties => ({
	displayName: 'Language',
	name: 'language',
	type: 'options',
	options: [
		{ name: 'English', value: 'en' },
		{ name: 'Portuguese', value: 'pt' },
	],
	default: 'en',
	description,
});

export const options = (resource: string, operations: string[], fields: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: fields,
	displayOptions: on(resource, ...operations),
});

export const reason = (resource: string, operations: string[], description: string): INodeProperties => ({
	displayName: 'Reason',
	name: 'reason',
	...text,
	required: true,
	typeOptions: { rows: 2 },
	description,
	displayOptions: on(resource, ...operations),
});

const ofContact = 'The ID of a contact, or a name with its kind, such as phone=+5544999999999 or email=ana@example.com';

/** @param isAnyone the operation also knows people who never wrote through a channel */
export const person = (resource: string, operations: string[], isAnyone: boolean): INodeProperties => ({
	displayName: 'Person',
	name: 'person',
	...text,
	required: true,
	placeholder: 'phone=+5544999999999',
	description: `${ofContact}${isAnyone ? ', or the ID under which agents know the person' : ''}`,
	displayOptions: on(resource, ...operations),
});
