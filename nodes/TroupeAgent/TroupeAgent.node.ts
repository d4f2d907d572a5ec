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
import { storeCredential } from '../shared/knowledge/store-fields';
import { searchChatModels } from '../shared/models/search-models';
import { searchCollections } from '../TroupeKnowledge/methods/search-collections';
import { agentCredentials } from './credentials';
import { inputs } from './inputs';
import { listTools } from './methods/list-tools';
import { searchAgents } from './methods/search-agents';
import { properties } from './properties';

/** Answers messages with a Troupe agent. */
export class TroupeAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Agent',
		name: 'troupeAgent',
		icon: { light: 'file:../../icons/nodes/agent.svg', dark: 'file:../../icons/nodes/agent.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle:
			'={{ ({ resume: "Resume: ", export: "Export: " }[$parameter.operation] ?? "") + ({ form: $parameter.model === "connected" ? "connected chat model" : $parameter.model === "none" ? "no model" : $parameter.modelName, define: "own definition" }[$parameter.source] ?? ($parameter.agent || "no agent chosen")) }}',
		description:
			'Answers messages with an AI agent that protects personal data, cites sources, uses tools, asks for approval and keeps to a budget',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-agent.md',
		defaults: { name: 'Troupe Agent' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			...agentCredentials,
			storeCredential,
			{ name: 'troupeToolSecretsApi', displayName: 'Secrets of the Agent’s Tools', required: false, testedBy: 'troupeToolSecretsApiTest' },
		],
		properties,
	};

	methods = {
		listSearch: { searchAgents, searchCollections, ...searchChatModels },
		loadOptions: { listTools },
		credentialTest: {
			async troupeToolSecretsApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testToolSecrets } = await import('./tool-secrets');
				return testToolSecrets(data);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
