import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const sha256 = '^[0-9a-f]{64}$';

export const manifestLocator = (
	name: string,
	displayName: string,
	description: string,
	displayOptions: IDisplayOptions,
): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description,
	displayOptions,
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchManifests', searchable: true } },
		{
			displayName: 'By Name and Version',
			name: 'version',
			type: 'string',
			placeholder: 'support@1.2.0',
			validation: [{ type: 'regex', properties: { regex: '^.+@\\d+\\.\\d+\\.\\d+.*$', errorMessage: 'Expected a name, @ and a version' } }],
		},
		{
			displayName: 'By SHA-256',
			name: 'sha256',
			type: 'string',
			placeholder: '4f1d…',
			hint: 'The ID of the manifest: 64 hexadecimal digits',
			validation: [{ type: 'regex', properties: { regex: sha256, errorMessage: 'Expected 64 hexadecimal digits' } }],
		},
	],
});

export const nameLocator = (displayOptions: IDisplayOptions, description: string): INodeProperties => ({
	displayName: 'Name',
	name: 'name',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description,
	displayOptions,
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchNames', searchable: true } },
		{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'support' },
	],
});

export const rolloutLocator = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Rollout',
	name: 'rollout',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The rollout to use',
	displayOptions,
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchRollouts', searchable: true } },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'support-1-3' },
	],
});
