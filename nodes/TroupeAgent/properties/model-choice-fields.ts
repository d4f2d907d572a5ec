import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { modelFields, PROVIDERS } from '../../shared/models/model-fields';
import { forVersion } from './for-version';

const connected: INodePropertyOptions = {
	name: 'Connected Chat Model',
	value: 'connected',
	description: 'The node that is connected to the input Chat Model',
};
const none: INodePropertyOptions = { name: 'None', value: 'none', description: 'Ask no model: the agent quotes its documents' };
const own: INodePropertyOptions = {
	name: 'The Agent’s Own Models',
	value: 'chain',
	description: 'The models that the definition names, in its order, as far as their credentials are set here',
};
const providers = (description: string): INodePropertyOptions[] =>
	Object.entries(PROVIDERS).map(([value, { name }]) => ({ name: name.replace(/ Credential$/, ''), value, description }));

const byName = (options: INodePropertyOptions[]) => options.sort((one, other) => one.name.localeCompare(other.name));

const choice = (options: INodePropertyOptions[], source: string[], more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'options',
	noDataExpression: true,
	options: byName(options),
	default: 'connected',
	description: 'Which model answers',
	...more,
	displayOptions: { show: { source, ...more.displayOptions?.show } },
});

/** An agent that is a tool has no inputs of its own. */
const forTool = { default: 'openai', displayOptions: { show: { '@tool': [true] } } };
const forNode = { displayOptions: { show: { '@tool': [false] } } };
const ofForm = [...providers('Your credential, and a model that you choose')];
const ofDefinition = [own, ...providers('Only the models of this provider that the definition names')];

const version1: INodeProperties[] = [
	{
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: byName([...providers('Only the agent’s models of this provider'), own, none]),
		default: 'chain',
		description: 'Which models are asked. A connected chat model always comes first.',
	},
];

const version2: INodeProperties[] = [
	choice([connected, none, ...ofForm], ['form'], forNode),
	choice([none, ...ofForm], ['form'], forTool),
	choice([connected, none, ...ofDefinition], ['choose', 'define'], forNode),
	choice([none, ...ofDefinition], ['choose', 'define'], { ...forTool, default: 'chain' }),
	// n8n shows the credentials at the place of this field.
	{ displayName: 'Credentials', name: 'credentials', type: 'credentials', default: '' },
	...modelFields((provider) => ({ source: ['form'], model: [provider] })).map((field) => ({
		...field,
		displayName: 'Model Name',
		name: 'modelName',
	})),
];

/** Which model answers, and by which credential. */
export const modelChoiceFields: INodeProperties[] = [...forVersion([1], version1), ...forVersion([2], version2)];
