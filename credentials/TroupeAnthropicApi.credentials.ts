import type { IAuthenticate, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TroupeAnthropicApi implements ICredentialType {
	name = 'troupeAnthropicApi';
	displayName = 'Troupe Anthropic API';
	icon = { light: 'file:icons/anthropic.svg', dark: 'file:icons/anthropic.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-anthropic-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'sk-ant-…',
			description: 'The key from console.anthropic.com. Leave empty for a gateway that adds its own key.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://gateway.example.com',
			description: 'Leave empty for Anthropic. Otherwise the address of a gateway that speaks the same protocol, without /v1.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'claude-haiku-4-5',
			description:
				'Replaces the model that an agent definition names for this provider. A node with a Model Name uses that one. Leave empty to keep their choice.',
		},
	];

	/** Same headers as the SDK: a test with others would prove nothing. */
	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { authorization: '=Bearer {{ $credentials.apiKey }}', 'anthropic-version': '2026-10-21' } },
	};
}
