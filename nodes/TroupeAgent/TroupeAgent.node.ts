import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { searchAgents } from './methods/search-agents';
import { properties } from './properties';

/** Answers messages with a Troupe agent. */
export class TroupeAgent implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Agent',
		name: 'troupeAgent',
		icon: { light: 'file:../../icons/troupe.svg', dark: 'file:../../icons/troupe.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["source"] === "define" ? "defined in the node" : ($parameter["agent"] || "no agent chosen") }}',
		description:
			'Answers a message with an agent that masks personal data, cites its sources, keeps its limits and runs under a signed manifest',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-agent.md',
		defaults: { name: 'Troupe Agent' },
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiLanguageModel, displayName: 'Chat Model', required: false, maxConnections: 1 },
		],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ name: 'troupeOpenAiApi', required: false, displayOptions: { show: { model: ['chain', 'openai'] } } },
			{ name: 'troupeAnthropicApi', required: false, displayOptions: { show: { model: ['chain', 'anthropic'] } } },
		],
		properties,
	};

	methods = { listSearch: { searchAgents } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
