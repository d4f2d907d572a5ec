import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
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
		icon: { light: 'file:../../icons/troupe.svg', dark: 'file:../../icons/troupe.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle:
			'={{ ($parameter["operation"] === "resume" ? "resume " : "") + ($parameter["source"] === "define" ? "defined in the node" : ($parameter["agent"] || "no agent chosen")) }}',
		description:
			'Answers a message with an agent that masks personal data, cites its sources, calls tools within its rules, asks people, keeps its limits and runs under a signed manifest',
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
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				responseData: '',
				path: '',
				restartWebhook: true,
				isFullPath: true,
			},
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: '',
				path: '',
				restartWebhook: true,
				isFullPath: true,
			},
		],
		waitingNodeTooltip: '={{ "A person has to decide. <a href=\\"" + $execution.resumeUrl + "\\" target=\\"_blank\\">Open the form</a>" }}',
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

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { takeDecision } = await import('./waiting/take-decision');
		return takeDecision.call(this);
	}
}
