import type { INodeProperties } from 'n8n-workflow';

const options: INodeProperties[] = [
	{
		displayName: 'Keep',
		name: 'keeps',
		type: 'options',
		options: [
			{ name: 'A Summary', value: 'summary', description: 'A sentence or two by a model' },
			{ name: 'Nothing', value: 'nothing', description: 'The text is erased when the turn is over' },
			{ name: 'The Transcript', value: 'transcript', description: 'The text, as long as the conversation' },
		],
		default: 'transcript',
		description: 'What is stored of an audio once its turn is over',
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'string',
		default: '',
		placeholder: 'pt',
		description: 'Two letters of ISO 639-1. Leave empty to let the transcriber find out.',
	},
	{
		displayName: 'Max Length (Seconds)',
		name: 'seconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3_600 },
		default: 300,
		description: 'Longer audios are not transcribed, and the agent is told so',
	},
	{
		displayName: 'Model',
		name: 'model',
		type: 'string',
		default: '',
		placeholder: 'whisper-1',
		description: 'The model of the endpoint that transcribes. Leave empty for whisper-1.',
	},
	{
		displayName: 'Summary Model',
		name: 'summaryModel',
		type: 'string',
		default: '',
		placeholder: 'gpt-4.1-mini',
		description: 'The model of the same endpoint that writes summaries. Leave empty for gpt-4.1-mini.',
	},
];

export const audioFields: INodeProperties[] = [
	{
		displayName: 'Audios',
		name: 'audios',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Do Not Transcribe', value: 'ask', description: 'The workflow is told that there is an audio, without its text' },
			{ name: 'Transcribe', value: 'transcribe', description: 'An endpoint with the API of OpenAI turns audios into text' },
		],
		default: 'ask',
		description: 'What happens to voice messages before the workflow starts',
	},
	{
		displayName: 'Transcription',
		name: 'transcription',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
		displayOptions: { show: { audios: ['transcribe'] } },
	},
];
