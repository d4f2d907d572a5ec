import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { modelCredentials } from '../shared/models/credential-fields';
import { credentialTypes } from '../shared/models/provider-credentials';
import { searchChatModels, searchEmbeddingModels } from '../shared/models/search-models';
import { databaseCredential } from '../shared/state/database-credential';
import { inputs, properties } from './properties';

/** The operation in words, and the model. n8n gives an expression the value of a resource locator, not the locator. */
const subtitle = `={{
	((parameters) => {
		const operation = { chat: 'Chat', embed: 'Embed', estimate: 'Estimate cost', extract: 'Extract values', list: 'List models', structured: 'Structured output' };
		const providers = { anthropic: 'Anthropic', google: 'Google', ollama: 'Ollama', openai: 'OpenAI-compatible' };
		const provider = parameters.source === 'connected' ? 'connected model' : providers[parameters.source] ?? parameters.source;
		const model = parameters.source === 'connected' || parameters.operation === 'list' ? provider : parameters.model || provider;
		return operation[parameters.operation] + ': ' + model;
	})($parameter)
}}`;

// Stated by what hides them: n8n's editor takes a field whose options all show a credential for its own choice of credentials, and hides it.
const credentials = modelCredentials((_provider, others) => ({ hide: { source: [...others, 'connected'] } }));
const modelCredential = (provider: ProviderName) => credentials.find(({ name }) => name === credentialTypes[provider].troupe)!;

export class TroupeModel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Model',
		name: 'troupeModel',
		icon: { light: 'file:../icons/model.svg', dark: 'file:../icons/model.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Asks a language model for a text or a JSON object, extracts values, creates embeddings, estimates costs and lists models',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-model.md',
		defaults: { name: 'Troupe Model' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ ...modelCredential('anthropic'), name: 'troupeAnthropicApi', testedBy: 'testModelCredential' },
			{ ...modelCredential('google'), name: 'troupeGoogleAiApi', testedBy: 'testModelCredential' },
			{ ...modelCredential('ollama'), name: 'troupeOllamaApi', testedBy: 'testModelCredential' },
			{ ...modelCredential('openai'), name: 'troupeOpenAiApi', testedBy: 'testModelCredential' },
			...credentials.filter(({ name }) => !name.startsWith('troupe')),
			databaseCredential,
		],
		properties,
	};

	methods = {
		listSearch: { ...searchChatModels, ...searchEmbeddingModels },
		credentialTest: {
			async testModelCredential(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testModelCredential } = await import('../shared/models/test-credential');
				return testModelCredential(credential);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
