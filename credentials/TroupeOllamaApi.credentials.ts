import type { IAuthenticate, ICredentialType, INodeProperties } from 'n8n-workflow';

/** On this machine or another, or Ollama's cloud service. */
export class TroupeOllamaApi implements ICredentialType {
	name = 'troupeOllamaApi';
	displayName = 'Troupe Ollama API';
	icon = { light: 'file:icons/ollama.svg', dark: 'file:icons/ollama.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-ollama-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://127.0.0.1:11434',
			placeholder: 'http://127.0.0.1:11434',
			description:
				'The address of the server, without /v1 and /api. When n8n runs in a container and Ollama on the same machine: http://host.docker.internal:11434.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'For ollama.com, or a proxy that requires a key. Leave empty for your own server.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'llama3.2',
			description:
				'Replaces the model that an agent definition names for this provider. A node with a Model Name uses that one. Leave empty to keep their choice.',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '={{ $credentials.apiKey ? "Bearer " + $credentials.apiKey : undefined }}' } },
	};
}
