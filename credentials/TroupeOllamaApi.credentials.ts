import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A server of Ollama's, on this machine or another, or its service in the cloud. */
export class TroupeOllamaApi implements ICredentialType {
	name = 'troupeOllamaApi';
	displayName = 'Troupe Ollama API';
	icon = { light: 'file:../icons/credentials/ollama.svg', dark: 'file:../icons/credentials/ollama.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-ollama-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://127.0.0.1:11434',
			description:
				'Of the server, without /v1 and /api. From n8n in a container, Ollama on the same machine is http://host.docker.internal:11434.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'For https://ollama.com, or a proxy that asks for one; a server of your own asks for none',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'llama3.2',
			description: 'Asked in place of the model that the agent names for this provider; empty leaves the choice to the agent',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '={{ $credentials.apiKey ? "Bearer " + $credentials.apiKey : undefined }}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ ($credentials.baseUrl || "http://127.0.0.1:11434").replace(new RegExp("/+$"), "").replace(new RegExp("/(v1|api)$"), "") }}',
			url: '/api/tags',
		},
	};
}
