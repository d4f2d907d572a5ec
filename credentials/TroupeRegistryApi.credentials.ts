import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

/** A manifest registry: of `troupe serve`, for one tenant. */
export class TroupeRegistryApi implements ICredentialType {
	name = 'troupeRegistryApi';
	displayName = 'Troupe Registry API';
	icon = { light: 'file:../icons/credentials/registry.svg', dark: 'file:../icons/credentials/registry.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-registry-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:8600',
			required: true,
			description: 'Of the registry, without /api/v1; for `troupe serve` the address it prints',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'From `troupe manifest token issue`. Its scopes say what a node may do: registry:read is enough to search and to listen, and the least that is needed is the best.',
		},
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			default: 'default',
			required: true,
			description: 'The same one as in the token',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.accessToken }}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(new RegExp("(/api/v1)?/*$"), "") }}',
			url: '/api/v1/manifests',
			qs: { limit: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'The registry takes no such access token: it expired, was cut off, or was issued by another registry’s key.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: 'The access token has no scope registry:read. Issue one that has.' },
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no registry at this base URL. `troupe serve` prints the right one.' },
			},
		],
	};
}
