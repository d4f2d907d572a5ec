import type { INodeProperties } from 'n8n-workflow';
import { credentialPlace } from '../../shared/models/credential-fields';
import { providerFields } from '../../shared/models/model-fields';
import { ofProviders } from './model-choice-fields';

const defaultSystemPrompt =
	'You are a helpful assistant. Answer in the language of the message, in a few sentences. If you do not know the answer, say so.';

/** Default of Max Turns, as in Troupe Memory and Troupe Chat Memory. */
export const defaultTurns = 10;

const isForm = { show: { source: ['form'] } };

export const systemPrompt: INodeProperties[] = [
	{
		displayName: 'System Prompt',
		name: 'systemPrompt',
		type: 'string',
		typeOptions: { rows: 5 },
		default: defaultSystemPrompt,
		required: true,
		description: 'Who the agent is, what it does and what it must not do',
		displayOptions: isForm,
	},
];

/** Position of the store's credential; a model's credential shows this one at its position too. */
const storePlace = { show: { ...isForm.show, store: ['credential'] }, hide: { model: Object.keys(providerFields) } };
export const credentialPlaces = [ofProviders, storePlace];

export const formFields: INodeProperties[] = [
	{
		displayName: 'Knowledge Store',
		name: 'store',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Collection in a Knowledge Store',
				value: 'credential',
				description: 'A collection in PostgreSQL or Chroma, accessed with the credential Knowledge Store',
			},
			{ name: 'Collection in This n8n', value: 'own', description: 'A collection that a Troupe Knowledge node filled. Needs no server.' },
			{ name: 'None', value: 'none' },
		],
		default: 'none',
		description: 'Documents that the agent reads before it answers. Fill a collection with the node Troupe Knowledge.',
		displayOptions: isForm,
	},
	credentialPlace(storePlace),
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The collection whose passages the agent gets with each message',
		displayOptions: { show: { source: ['form'], store: ['own', 'credential'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchCollections', searchable: true, skipCredentialsCheckInRLC: true },
			},
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'handbook' },
		],
	},
];

const personalData: INodeProperties = {
	displayName: 'Personal Data',
	name: 'personalData',
	type: 'options',
	options: [
		{ name: 'Mask and Restore', value: 'token', description: 'The model sees tokens; the reply shows the values that the person wrote' },
		{
			name: 'Mask and Restore All',
			value: 'all',
			description: 'The reply also shows values of other people, out of documents and tool results',
		},
		{ name: 'Mask Permanently', value: 'partial', description: 'The model and the reply show masked values only' },
		{ name: 'Off', value: 'off', description: 'The model sees the message as it was written' },
		{ name: 'Refuse the Message', value: 'block', description: 'A message with personal data is not answered' },
	],
	default: 'token',
	description: 'What happens to e-mail addresses, phone numbers, CPFs and the like before a model sees them',
};

const memory: INodeProperties = {
	displayName: 'Max Turns',
	name: 'memoryTurns',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 50, numberPrecision: 0 },
	default: defaultTurns,
	description:
		'Max number of earlier questions and answers of the conversation the agent sees; 0 for none. A connected memory is used instead.',
};

export const formOptions: INodeProperties[] = [personalData, memory];
