import type { IAuthenticate, ICredentialType, INodeProperties } from 'n8n-workflow';

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
			placeholder: 'sk-…',
			description: 'The key from platform.openai.com/api-keys, or the key of your own server. Leave empty for a server without keys.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'http://localhost:11434/v1',
			description: 'Leave empty for OpenAI. Otherwise the address of a server that speaks the same protocol; most of them end with /v1.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'gpt-4.1-mini',
			description: "Replaces the model that an agent names for this provider. Leave empty to keep the agent's choice.",
		},
		{
			displayName: 'Server Needs',
			name: 'needs',
			type: 'string',
			default: '',
			placeholder: 'no-system-role,tools-as-text',
			description:
				'What a server needs that speaks less than the whole protocol, as the command "troupe model check" says it. Leave empty for OpenAI.',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '={{ $credentials.apiKey ? "Bearer " + $credentials.apiKey : undefined }}' } },
	};
}
