import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** As the editor's own button writes it, so that the editor shows that the model fills the field. */
const filledByModel =
	"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Question', `What to find, as a full question or as key words, in the language of the documents if known`, 'string') }}";

const question = (byDefault: string, show: IDisplayOptions['show']): INodeProperties => ({
	displayName: 'Question',
	name: 'question',
	type: 'string',
	typeOptions: { rows: 2 },
	default: byDefault,
	required: true,
	placeholder: 'e.g. How long is the warranty of a grinder?',
	description: 'What to find, as a person would ask it',
	displayOptions: { show: { operation: ['search'], ...show } },
});

/** As a tool the question is the model's to ask: n8n fills in defaults before it looks for what a model is to give. */
export const questionFields: INodeProperties[] = [
	question('={{ $json.question }}', { '@version': [1] }),
	question('={{ $json.question ?? $json.chatInput ?? $json.text ?? $json.message }}', { '@version': [2], '@tool': [false] }),
	question(filledByModel, { '@version': [2], '@tool': [true] }),
];
