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
import { searchManifests } from './methods/search-manifests';
import { searchNames } from './methods/search-names';
import { searchRollouts } from './methods/search-rollouts';
import { properties } from './properties';
import { subtitle } from './subtitle';

/** Finds, publishes, approves and steers agents, prompts and policies in a manifest registry. */
export class TroupeRegistry implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Registry',
		name: 'troupeRegistry',
		icon: { light: 'file:../../icons/nodes/registry.svg', dark: 'file:../../icons/nodes/registry.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Finds, publishes, approves, rolls out and revokes agents, prompts and policies in a registry of signed manifests',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-registry.md',
		defaults: { name: 'Troupe Registry' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// As a tool it reads and changes nothing: docs/decisions/registry/0073-agents-read-the-registry.md.
		usableAsTool: true,
		credentials: [
			{ name: 'troupeRegistryApi', displayName: 'Registry', required: true },
			{
				name: 'troupeSigningKeyApi',
				displayName: 'Signing Key',
				required: true,
				testedBy: 'troupeSigningKeyApiTest',
				displayOptions: { show: { operation: ['publish', 'approve'] } },
			},
		],
		properties,
	};

	methods = {
		listSearch: { searchManifests, searchNames, searchRollouts },
		credentialTest: {
			async troupeSigningKeyApiTest(this: ICredentialTestFunctions, { data }: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
				const { testSigningKey } = await import('../shared/registry/signing-key');
				return testSigningKey(data);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
