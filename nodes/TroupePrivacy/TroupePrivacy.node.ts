import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { serviceCredential } from '../shared/service/read-service';
import { properties } from './properties';

const subtitle = `={{
	(({ resource, operation, forgetMode }) => ({
		person: {
			export: 'Export a person',
			find: 'Find what is stored',
			forget: forgetMode === 'forget' ? 'Forget a person' : 'Forget a person: dry run',
			rectify: 'Rectify a person',
			release: 'Release a person',
			restrict: 'Restrict a person',
		},
		request: {
			complete: 'Complete a request',
			create: 'Note a request',
			extend: 'Extend a request',
			get: 'Get a request',
			getAll: 'Get many requests',
			refuse: 'Refuse a request',
		},
		report: { processing: 'Record of processing', retention: 'Retention periods' },
		audit: {
			checkpoint: 'Get the checkpoint',
			getAll: 'Get many audit entries',
			prove: 'Prove an entry',
			verify: 'Verify the audit log',
		},
	})[resource][operation])($parameter)
}}`;

// oxlint-disable-next-line @n8n/community-nodes/node-usable-as-tool -- a message could talk a model into an export or a forgetting
export class TroupePrivacy implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Privacy',
		name: 'troupePrivacy',
		icon: { light: 'file:../icons/privacy.svg', dark: 'file:../icons/privacy.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Finds, exports, corrects, restricts and forgets what is stored of a person, and keeps the register of requests',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-privacy.md',
		defaults: { name: 'Troupe Privacy' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: serviceCredential, displayName: 'Troupe Service', required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
