import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TroupePipeRunApi implements ICredentialType {
	name = 'troupePipeRunApi';
	displayName = 'Troupe PipeRun API';
	icon = { light: 'file:icons/piperun.svg', dark: 'file:icons/piperun.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-piperun-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The token of a user, from PipeRun, Central de integrações',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'https://api.pipe.run/v1',
			description: 'Leave empty for PipeRun. Otherwise the address of a server that speaks the same protocol.',
		},
	];

	authenticate: IAuthenticate = { type: 'generic', properties: { headers: { token: '={{ $credentials.apiKey }}' } } };

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ ($credentials.baseUrl || "https://api.pipe.run/v1").trim().replace(new RegExp("/*$"), "") }}',
			url: '/users',
			qs: { show: 1 },
		},
	};
}
