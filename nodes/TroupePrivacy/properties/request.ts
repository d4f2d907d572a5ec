import type { INodeProperties } from 'n8n-workflow';
import type { answeredKinds } from '../../../core/ports/channels/contact-rights';
import { listFields } from '../../shared/list-fields';
import { on, options, person, reason, text } from './shared-fields';

const kinds: Record<(typeof answeredKinds)[number], { name: string; description: string }> = {
	access: { name: 'Access', description: 'To know what is stored, and to get it' },
	erasure: { name: 'Erasure', description: 'To be forgotten' },
	'consent-withdrawal': { name: 'Consent Withdrawal', description: 'To take a consent back' },
	'decision-review': { name: 'Decision Review', description: 'To have an automated decision reviewed' },
	objection: { name: 'Objection', description: 'To end a use of the data' },
	portability: { name: 'Portability', description: 'To get the data for another company' },
	rectification: { name: 'Rectification', description: 'To have something corrected' },
};

const kind: INodeProperties = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	options: Object.entries(kinds)
		.map(([value, words]) => ({ value, ...words }))
		.sort((one, other) => one.name.localeCompare(other.name)),
	default: 'access',
	description: 'What the person demands',
	displayOptions: on('request', 'create'),
};

const requestState: INodeProperties = {
	displayName: 'Requests',
	name: 'requestState',
	type: 'options',
	options: [
		{ name: 'Open', value: 'open', description: 'What waits for an answer, and restrictions in force' },
		{ name: 'All', value: 'all', description: 'Those with an answer, too' },
	],
	default: 'open',
	description: 'Which requests to return',
	displayOptions: on('request', 'getAll'),
};

export const requestFields: INodeProperties[] = [
	person('request', ['create'], false),
	kind,
	{
		displayName: 'Protocol',
		name: 'protocol',
		...text,
		required: true,
		placeholder: '={{ $json.protocol }}',
		description: 'The number of the request, such as 2026-11-28-7F3K',
		displayOptions: on('request', 'get', 'complete', 'extend', 'refuse'),
	},
	{
		displayName: 'Outcome',
		name: 'outcome',
		...text,
		required: true,
		typeOptions: { rows: 2 },
		description: 'What was done',
		displayOptions: on('request', 'complete'),
	},
	reason('request', ['extend', 'refuse'], 'Why. It is stored with the request.'),
	requestState,
	...listFields(on('request', 'getAll')),
	options(
		'request',
		['create'],
		[
			{
				displayName: 'Received At',
				name: 'at',
				...text,
				placeholder: '2026-11-28',
				description: 'When the request came: its time counts from there. A day of the tenant, or a time with its zone. Default: now.',
			},
		],
	),
	options(
		'request',
		['extend'],
		[
			{
				displayName: 'Until',
				name: 'until',
				...text,
				placeholder: '2026-12-28',
				description: 'The new last day. Default: the last one that the law allows.',
			},
		],
	),
];
