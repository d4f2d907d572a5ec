import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { requiredInput } from '../shared/required-input';
import { moderationCredentials } from '../shared/guardrails/moderation-fields';
import { databaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

const subtitle = `={{
	((parameters) => ({
		check: { input: 'Check a message', knowledge: 'Check a retrieved text', 'tool-result': 'Check a tool result', 'tool-arguments': 'Check tool arguments', system: 'Check a system message' }[parameters.options?.stage ?? 'input'] ?? 'Check a text',
		checkReply: 'Check a reply',
		mask: 'Mask personal data',
		restore: 'Restore personal data',
	})[parameters.operation])($parameter)
}}`;

export class TroupeGuardrails implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Guardrails',
		name: 'troupeGuardrails',
		icon: { light: 'file:../icons/guardrails.svg', dark: 'file:../icons/guardrails.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description:
			'Finds, masks or blocks personal data, secrets, harmful content and prompt injection in a text, and restores what was masked',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-guardrails.md',
		defaults: { name: 'Troupe Guardrails' },
		inputs: `={{ $parameter.options?.useJudge ? [{ type: "${NodeConnectionTypes.Main}" }, { type: "${NodeConnectionTypes.AiLanguageModel}", displayName: "Judge", required: ${requiredInput}, maxConnections: 1 }] : [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		outputs: `={{ ["check", "checkReply"].includes($parameter.operation) ? [{ type: "${NodeConnectionTypes.Main}", displayName: "Pass" }, { type: "${NodeConnectionTypes.Main}", displayName: "Violation" }] : [{ type: "${NodeConnectionTypes.Main}" }] }}`,
		usableAsTool: true,
		credentials: [...moderationCredentials({ operation: ['check', 'checkReply'] }), databaseCredential],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
