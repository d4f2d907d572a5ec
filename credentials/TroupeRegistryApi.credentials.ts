import type { IAuthenticate, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

export class TroupeRegistryApi implements ICredentialType {
	name = 'troupeRegistryApi';
	displayName = 'Troupe Registry API';
	icon = { light: 'file:icons/registry.svg', dark: 'file:icons/registry.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-registry-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:8600',
			required: true,
			description: 'Address of the registry without /api/v1, or the address that `troupe serve` prints',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Token from `troupe manifest token issue`, or an API key from `troupe key create`. Its scopes limit what a node can do: registry:read is enough to search and to listen for events. Grant only the scopes you need.',
		},
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			default: 'default',
			required: true,
			description: 'Tenant that the token was issued for',
		},
	];

	authenticate: IAuthenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.accessToken }}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(new RegExp("(/api/v1)?/*$"), "") }}',
			// Every service answers an API key. Only a registry accepts its own tokens.
			url: '={{ $credentials.accessToken.trim().startsWith("trp_") ? "/api/v1/me" : "/api/v1/manifests?limit=1" }}',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'The service did not accept the access token: it has expired, is incomplete, or was issued with the key of another service. Issue a new one.',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 403, message: 'The access token does not have the scope registry:read. Issue one that does.' },
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no Troupe service at this base URL. Use the address that `troupe serve` prints.' },
			},
		],
	};
}
