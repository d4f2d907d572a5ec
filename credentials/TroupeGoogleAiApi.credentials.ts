import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Google's Gemini API, or a gateway that speaks its protocol. */
export class TroupeGoogleAiApi implements ICredentialType {
	name = 'troupeGoogleAiApi';
	displayName = 'Troupe Google AI API';
	icon = { light: 'file:../icons/credentials/google-ai.svg', dark: 'file:../icons/credentials/google-ai.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-google-ai-api.md';

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
			description: 'Of a gateway that speaks the Gemini API’s protocol, without /v1; empty means Google itself',
		},
		{
			displayName: 'Model',
			name: 'model',
			type: 'string',
			default: '',
			placeholder: 'gemini-3.8-flash',
			description: 'Asked in place of the model that the agent names for this provider; empty leaves the choice to the agent',
		},
	];

	/** As our calls are signed: in a header, for addresses are written down on their way. */
	authenticate: IAuthenticate = { type: 'generic', properties: { headers: { 'x-goog-api-key': '={{ $credentials.apiKey }}' } } };

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ ($credentials.baseUrl || "https://generativelanguage.googleapis.com").replace(new RegExp("/+$"), "") }}',
			url: '/v1/models',
		},
	};
}
