import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Anthropic's API, or a gateway that speaks its protocol. */
export class TroupeAnthropicApi implements ICredentialType {
	name = 'troupeAnthropicApi';
	displayName = 'Troupe Anthropic API';
	icon = { light: 'file:../icons/credentials/anthropic.svg', dark: 'file:../icons/credentials/anthropic.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-anthropic-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'May stay empty when the base URL names a gateway that adds its own',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://gateway.example.com',
			description: 'Of a gateway that speaks Anthropic’s protocol, without /v1; empty means Anthropic itself',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'claude-haiku-4-5',
			description: 'Asked in place of the model that the agent names for this provider; empty leaves the choice to the agent',
		},
	];

	/** As the SDK signs its calls: a test that passes with other headers would prove nothing. */
	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { authorization: '=Bearer {{ $credentials.apiKey }}', 'anthropic-version': '2026-10-21' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ ($credentials.baseUrl || "https://api.anthropic.com").replace(new RegExp("/+$"), "") }}', url: '/v1/models' },
	};
}
