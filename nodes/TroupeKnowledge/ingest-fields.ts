import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const shown = (more: IDisplayOptions['show'] = {}) => ({ show: { operation: ['ingest'], ...more } });

export const ingestFields: INodeProperties[] = [
	{
		displayName: 'Documents From',
		name: 'input',
		type: 'options',
		options: [
			{ name: 'Files', value: 'binary', description: 'PDF, DOCX, CSV, HTML, Markdown or plain text files of the input item' },
			{ name: 'Text', value: 'text', description: 'A text in a field of the input item' },
			{ name: 'URL', value: 'url', description: 'A web page, or a file to download' },
		],
		default: 'binary',
		description: 'Where the documents come from',
		displayOptions: shown(),
	},
	{
		displayName: 'Binary Fields',
		name: 'binaryFields',
		type: 'string',
		placeholder: 'data, attachment_0',
		default: '',
		description: 'Names of the binary fields that hold the files, separated by commas. Leave empty to ingest all files of the item.',
		displayOptions: shown({ input: ['binary'] }),
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'https://example.com/handbook.pdf',
		description: 'Address of the document. Of a web page, only the main content is read.',
		displayOptions: shown({ input: ['url'] }),
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.text }}',
		required: true,
		description: 'Full text of the document. Set Document ID in Options so that a changed text replaces the earlier one.',
		displayOptions: shown({ input: ['text'] }),
	},
	{
		displayName: 'Text Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'Markdown', value: 'markdown', description: 'Uses headings, and keeps tables together where they fit' },
			{ name: 'Plain Text', value: 'plain', description: 'Has no headings' },
		],
		default: 'plain',
		description: 'How the text is written',
		displayOptions: shown({ input: ['text'] }),
	},
];
