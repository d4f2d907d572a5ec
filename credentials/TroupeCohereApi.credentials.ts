import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TroupeCohereApi implements ICredentialType {
	name = 'troupeCohereApi';
	displayName = 'Troupe Cohere API';
	icon = { light: 'file:icons/cohere.svg', dark: 'file:icons/cohere.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-cohere-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The key from dashboard.cohere.com/api-keys, or the key of your own server',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://api.cohere.com',
			description: 'Leave empty for Cohere. Otherwise the address of a server that speaks the same protocol, without /v2.',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.apiKey }}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ ($credentials.baseUrl || "https://api.cohere.com").trim().replace(new RegExp("(/v[12])?/*$"), "") }}',
			url: '/v1/models',
			qs: { endpoint: 'rerank', page_size: 1 },
		},
	};
}
