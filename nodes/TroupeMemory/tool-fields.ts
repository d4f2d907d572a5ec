import type { INodeProperties } from 'n8n-workflow';

/** Description of the tool for a model, unless its builder has a better one. */
const descriptions: Record<string, string> = {
	recall:
		'Returns what is remembered about the person you talk to: facts, preferences and what was said earlier, the best match first. Call it before you answer a question that depends on the person.',
	remember:
		'Stores one fact about the person you talk to, for later conversations. Call it when the person tells you something about themselves that stays true. Never store passwords or payment data.',
	preferences: 'Returns the preferences of the person you talk to, such as their language, by name.',
	export: 'Returns everything that is stored about the person you talk to.',
	forget: 'Deletes what is stored about the person you talk to, for good. Call it only when the person asks for it.',
};

/** In place of the field that n8n adds by itself, which describes all of the node's operations at once. */
export const toolFields: INodeProperties[] = Object.entries(descriptions).map(([operation, text]) => ({
	displayName: 'Tool Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: text,
	required: true,
	description: 'Tells the model what the tool does and when to call it',
	displayOptions: { show: { '@tool': [true], operation: [operation] } },
}));

/** A model that names the person can be talked into another's memories. */
export const personNotice: INodeProperties = {
	displayName:
		'Set Person ID with an expression, such as the session ID or a customer number. Do not let the model fill it: it could read and change the memories of other people.',
	name: 'personNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '@tool': [true] } },
};

/** As the editor's button writes it. */
const filledByModel = (name: string, what: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`${what}\`, 'string') }}`;

export const questionOfModel = filledByModel('Question', 'What to recall about the person, as a question or as key words');
export const factOfModel = filledByModel(
	'Fact',
	'What to remember about the person, as one short statement, such as: Drinks coffee without sugar',
);
