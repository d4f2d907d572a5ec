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
import { modelCredentials } from '../shared/models/model-fields';
import { searchAgents } from './methods/search-agents';
import { properties } from './properties';

/** Answers messages with a Troupe agent. */
export class TroupeAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Agent',
		name: 'troupeAgent',
		icon: { light: 'file:../../icons/nodes/agent.svg', dark: 'file:../../icons/nodes/agent.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle:
			'={{ ($parameter["operation"] === "resume" ? "Resume: " : "") + ($parameter["source"] === "define" ? "defined in this node" : $parameter["agent"] || "no agent chosen") }}',
		description:
			'Answers messages with an AI agent that protects personal data, cites sources, uses tools, asks for approval and keeps to a budget',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-agent.md',
		defaults: { name: 'Troupe Agent' },
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiLanguageModel, displayName: 'Chat Model', required: false, maxConnections: 1 },
			{ type: NodeConnectionTypes.AiTool, displayName: 'Tool', required: false },
		],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			...modelCredentials((provider) => ({ show: { model: ['chain', provider] } })),
			{ name: 'troupeToolSecretsApi', displayName: 'Secrets of the Agent’s Tools', required: false, testedBy: 'troupeToolSecretsApiTest' },
		],
		properties,
	};

	methods = {
		listSearch: { searchAgents },
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
