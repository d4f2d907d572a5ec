import type { IAuthenticate, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TroupeGoogleAiApi implements ICredentialType {
	name = 'troupeGoogleAiApi';
	displayName = 'Troupe Google AI API';
	icon = { light: 'file:icons/google-ai.svg', dark: 'file:icons/google-ai.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-google-ai-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'AIza…',
			description: 'The key from aistudio.google.com/apikey. Leave empty for a gateway that adds its own key.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://gateway.example.com',
			description: 'Leave empty for Google. Otherwise the address of a gateway that speaks the Gemini protocol, without /v1.',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'gemini-3.8-flash',
			description:
				'Replaces the model that an agent definition names for this provider. A node with a Model Name uses that one. Leave empty to keep their choice.',
		},
	];

	/** In a header, as the provider does: addresses end up in logs. */
	authenticate: IAuthenticate = { type: 'generic', properties: { headers: { 'x-goog-api-key': '={{ $credentials.apiKey }}' } } };
}
