import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { properties } from './properties';

const subtitle = `={{
	((operation, resource) => {
		const words = { getAll: 'Get many', reportMetrics: 'Report metrics of', rollBack: 'Roll back' };
		const verb = words[operation] ?? operation[0].toUpperCase() + operation.slice(1);
		return verb + ' ' + resource + (['getAll', 'search'].includes(operation) ? 's' : '');
	})($parameter.operation, $parameter.resource)
}}`;

export class TroupeRegistry implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Registry',
		name: 'troupeRegistry',
		icon: { light: 'file:../icons/registry.svg', dark: 'file:../icons/registry.dark.svg' },
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
		// As a tool it reads and changes nothing: the credential can hold the key of a person, for whom a model must not sign.
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

async function searchManifests(this: ILoadOptionsFunctions, filter?: string, cursor?: string): Promise<INodeListSearchResult> {
	const { listVersions } = await import('./list-choices');
	return listVersions(this, filter, cursor);
}

async function searchNames(this: ILoadOptionsFunctions, filter?: string, cursor?: string): Promise<INodeListSearchResult> {
	const { listNames } = await import('./list-choices');
	return listNames(this, filter, cursor);
}

async function searchRollouts(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const { listRollouts } = await import('./list-choices');
	return listRollouts(this, filter);
}
