import type { INodeProperties } from 'n8n-workflow';

/** Lets an operator follow the records of all tenants. @param description what starts the workflow */
export const tenantsField = (description: string): INodeProperties => ({
	displayName: 'Tenants',
	name: 'tenants',
	type: 'options',
	options: [
		{ name: 'All Tenants', value: 'all', description: 'For operators: with a credential that names no tenant' },
		{ name: 'This Tenant', value: 'own', description: 'The tenant of the credential, or of this n8n' },
	],
	default: 'own',
	description,
});
