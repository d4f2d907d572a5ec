import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { credentialKindField, credentialPlace } from '../../shared/models/credential-fields';
import { modelFields, providerFields } from '../../shared/models/model-fields';

const connected: INodePropertyOptions = {
	name: 'Connected Chat Model',
	value: 'connected',
	description: 'The node that is connected to the Chat Model input',
};
const none: INodePropertyOptions = { name: 'None', value: 'none', description: 'Ask no model: the agent quotes its documents' };
const providers = (description: string): INodePropertyOptions[] =>
	Object.entries(providerFields).map(([value, { name }]) => ({ name, value, description }));
const byName = (options: INodePropertyOptions[]) => options.sort((one, other) => one.name.localeCompare(other.name));

const byForm = providers('Uses your credential and a model that you choose');

/** @param ofTool a tool has no input for a chat model */
const choiceOfForm = (ofTool: boolean): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'options',
	noDataExpression: true,
	options: byName([...(ofTool ? [] : [connected]), none, ...byForm]),
	default: ofTool ? 'openai' : 'connected',
	description: 'Which model answers',
	displayOptions: { show: { source: ['form'], '@tool': [ofTool] } },
});

const choiceOfDefinition = (ofTool: boolean): INodeProperties => ({
	displayName: 'Models',
	name: 'model',
	type: 'multiOptions',
	noDataExpression: true,
	// For tools too: n8n hides a field whose options all show a credential, and uses its own choice.
	options: byName([connected, ...providers('The models of this provider in the agent definition')]),
	default: ofTool ? [] : ['connected'],
	description:
		'Which models can answer: a connected chat model first, then the models in the agent definition, in their order. Without any model, the agent quotes its documents.',
	displayOptions: { show: { source: ['choose', 'define'], '@tool': [ofTool] } },
});

export const ofProviders = { show: { model: Object.keys(providerFields) } };

export const modelChoiceFields: INodeProperties[] = [
	...[false, true].flatMap((ofTool) => [choiceOfForm(ofTool), choiceOfDefinition(ofTool)]),
	credentialKindField(ofProviders),
	credentialPlace(ofProviders),
	...modelFields((provider) => ({ source: ['form'], model: [provider] })).map((field) => ({
		...field,
		name: 'modelName',
	})),
];
