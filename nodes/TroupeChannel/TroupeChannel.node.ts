import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

const subtitle = `={{
	({
		contact: 'Get a contact',
		conversation: 'Get a conversation',
		handOver: 'Hand over to a person',
		media: 'Send a file',
		noAnswer: 'Leave a message without an answer',
		pause: 'Pause the agent',
		reaction: 'Send a reaction',
		read: 'Mark as read',
		resume: 'Resume the agent',
		template: 'Send a template',
		text: 'Send a text',
		typing: 'Show typing',
	})[$parameter.operation]
}}`;

export class TroupeChannel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Channel',
		name: 'troupeChannel',
		icon: { light: 'file:../icons/channel.svg', dark: 'file:../icons/channel.dark.svg' },
		group: ['output'],
		version: [1],
		// As a list: for a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Sends messages by WhatsApp, Telegram or Chatwoot, pauses the agent, and hands a conversation over to a person',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-channel.md',
		defaults: { name: 'Troupe Channel' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [databaseCredential],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
