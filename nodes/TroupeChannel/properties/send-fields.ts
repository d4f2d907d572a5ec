import type { INodeProperties } from 'n8n-workflow';

const show = (...operation: string[]) => ({ displayOptions: { show: { operation } } });
const sends = ['text', 'media', 'template', 'reaction'];

const filledByModel = (name: string, what: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`${what}\`, 'string') }}`;

const text: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '={{ $json.reply ?? $json.output ?? $json.text }}',
	required: true,
	description: 'Longer texts than the provider takes become several messages',
	displayOptions: { show: { operation: ['text'], '@tool': [false] } },
};

const media: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'mediaKind',
		type: 'options',
		options: [
			{ name: 'Audio', value: 'audio' },
			{ name: 'Document', value: 'document' },
			{ name: 'Image', value: 'image' },
			{ name: 'Video', value: 'video' },
		],
		default: 'image',
		description: 'What the file is',
		...show('media'),
	},
	{
		displayName: 'File URL',
		name: 'reference',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'https://shop.example/catalog.pdf',
		description: 'The https address of the file, which the provider can reach',
		...show('media'),
	},
	{
		displayName: 'Caption',
		name: 'caption',
		type: 'string',
		default: '',
		description: 'The text below the file',
		displayOptions: { show: { operation: ['media'], mediaKind: ['document', 'image', 'video'] } },
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'catalog.pdf',
		description: 'The name that the customer sees',
		displayOptions: { show: { operation: ['media'], mediaKind: ['document'] } },
	},
];

const template: INodeProperties[] = [
	{
		displayName: 'Template',
		name: 'template',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'order_shipped',
		description: 'The name of the template in WhatsApp Manager',
		...show('template'),
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: 'pt_BR',
		required: true,
		description: 'The language of the template, as WhatsApp Manager writes it',
		...show('template'),
	},
	{
		displayName: 'Parameters',
		name: 'parameters',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Parameter' },
		default: [],
		description: 'What replaces {{1}}, {{2}}, … in the template',
		...show('template'),
	},
];

const reaction: INodeProperties[] = [
	{
		displayName: 'Emoji',
		name: 'emoji',
		type: 'string',
		default: '👍',
		description: 'One emoji. Leave empty to remove the reaction.',
		...show('reaction'),
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		description: 'The provider’s ID of the message. Leave empty for the customer’s last one.',
		...show('reaction', 'read'),
	},
];

const turn: INodeProperties[] = [
	{
		displayName: 'Turn',
		name: 'turn',
		type: 'string',
		default: "={{ $('Troupe Channel Trigger').first().json.turn.key }}",
		description: 'The turn in which the tool is called. A turn that comes again after a crash sends nothing twice.',
		displayOptions: { show: { operation: [...sends, 'handOver'], '@tool': [true] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		...show(...sends),
		options: [
			{
				displayName: 'Keep the Turn Open',
				name: 'keepTurn',
				type: 'boolean',
				default: false,
				description:
					'Whether new messages wait until the workflow has ended. Otherwise the text ends the turn, and the workflow can start again for what arrives.',
			},
			{
				displayName: 'Reply To',
				name: 'replyTo',
				type: 'string',
				default: '',
				description: 'The provider’s ID of the message that this one quotes',
			},
			{
				displayName: 'Send Even if a Person Answers',
				name: 'evenIfSilent',
				type: 'boolean',
				default: false,
				description: 'Whether to send also while the agent is silent in the conversation',
			},
			{
				displayName: 'State for the Next Turn',
				name: 'state',
				type: 'json',
				default: '{}',
				description: 'What the trigger’s next item has as “state”, at most 64 kB. Stored when the text ends the turn.',
			},
		],
	},
];

export const sendFields: INodeProperties[] = [
	text,
	{
		...text,
		default: filledByModel('Text', 'The message to the customer, in their language'),
		displayOptions: { show: { operation: ['text'], '@tool': [true] } },
	},
	...media,
	...template,
	...reaction,
	...turn,
];
