import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** OpenAI, or any server that speaks its protocol: Ollama, vLLM, LM Studio, OpenRouter, Azure's v1 endpoint. */
export class TroupeOpenAiApi implements ICredentialType {
	name = 'troupeOpenAiApi';
	displayName = 'Troupe OpenAI-Compatible API';
	icon = { light: 'file:../icons/credentials/openai.svg', dark: 'file:../icons/credentials/openai.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-openai-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'May stay empty when the base URL names a server that asks for none, such as Ollama',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'http://localhost:11434/v1',
			description: 'Of a server that speaks OpenAI’s protocol, for most of them ending with /v1; empty means OpenAI itself',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'gpt-4.1-mini',
			description: 'Asked in place of the model that the agent names for this provider; empty leaves the choice to the agent',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '={{ $credentials.apiKey ? "Bearer " + $credentials.apiKey : undefined }}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ ($credentials.baseUrl || "https://api.openai.com/v1").replace(new RegExp("/+$"), "") }}', url: '/models' },
	};
}
