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
	type INodeCredentialDescription,
} from 'n8n-workflow';
import { storeCredential } from '../shared/knowledge/store-fields';
import { searchChatModels } from '../shared/models/search-models';
import { searchCollections } from '../TroupeKnowledge/methods/search-collections';
import { requiredInput } from '../shared/required-input';
import { databaseCredential } from '../shared/state/database-credential';
import { listTools } from './methods/list-tools';
import { outputs } from './result/unanswered';
import { searchAgents } from './methods/search-agents';
import { properties } from './properties';
import { modelCredentials } from '../shared/models/credential-fields';

/**
 * Computed by the editor: a chat model input if the form uses a connected one, an output parser input if required. n8n evaluates the text alone,
 * without anything of this file.
 */
const agentInputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => {
		const model = parameters.model ?? 'connected';
		const takesModel = model.includes('connected');
		const needsModel = parameters.source === 'form' && model === 'connected';
		const takesParser = parameters.hasOutputParser && (parameters.outputFormat ?? 'parser') === 'parser';
		return [
			{ type: 'main' },
			...(takesModel ? [{ type: 'ai_languageModel', displayName: 'Chat Model', required: needsModel ? ${requiredInput} : false, maxConnections: 1 }] : []),
			{ type: 'ai_memory', displayName: 'Memory', required: false, maxConnections: 1 },
			{ type: 'ai_tool', displayName: 'Tool', required: false },
			...(takesParser ? [{ type: 'ai_outputParser', displayName: 'Output Parser', required: false, maxConnections: 1 }] : []),
		];
	})($parameter)
}}`;

const agentCredentials: INodeCredentialDescription[] = modelCredentials((provider) => ({ show: { model: [provider] } }));

/** n8n supports this condition for credentials too; its types only for fields. */
const isEmpty = { _cnd: { eq: {} } } as unknown as string;

/** A form defines no tools, but its team members can have some. A chosen agent or JSON has no team field. */
const toolSecretsCredential: INodeCredentialDescription = {
	name: 'troupeToolSecretsApi',
	displayName: 'Tool Secrets',
	required: false,
	displayOptions: { hide: { team: [isEmpty] } },
};

// oxlint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete -- its webhook belongs to a waiting execution: nothing is registered elsewhere
export class TroupeAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Agent',
		name: 'troupeAgent',
		icon: { light: 'file:../icons/agent.svg', dark: 'file:../icons/agent.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ resume: "Resume: ", export: "Export: " }[$parameter.task] ?? "") + ({ form: { connected: "connected chat model", none: "no model" }[$parameter.model] ?? $parameter.modelName, define: "defined in this node" }[$parameter.source] ?? ($parameter.agent || "no agent chosen")) }}',
		description:
			'Answers messages with an AI agent that protects personal data, cites sources, uses tools, asks for approval and keeps to a budget',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-agent.md',
		defaults: { name: 'Troupe Agent' },
		inputs: agentInputs,
		outputs,
		usableAsTool: true,
		credentials: [
			...agentCredentials,
			storeCredential,
			{ ...toolSecretsCredential, name: 'troupeToolSecretsApi', testedBy: 'troupeToolSecretsApiTest' },
			{ ...databaseCredential, name: 'troupeDatabaseApi', testedBy: 'troupeDatabaseApiTest' },
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
		waitingNodeTooltip:
			'={{ "A person has to decide. <a href=\\"" + $execution.resumeUrl + ($execution.resumeUrl.includes("?") ? "&" : "?") + "page=form-waiting\\" target=\\"_blank\\">Open the form</a>" }}',
		properties,
	};

	methods = {
		listSearch: { searchAgents, searchCollections, ...searchChatModels },
		loadOptions: { listTools },
		credentialTest: {
			async troupeDatabaseApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testDatabase } = await import('../shared/state/test-database');
				return testDatabase(data);
			},
			async troupeToolSecretsApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testToolSecrets } = await import('./tools/tool-secrets');
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
