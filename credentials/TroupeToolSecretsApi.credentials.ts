import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** Secrets by name, such as keys, for tools of an agent definition, which contains none. The agent node tests it. */
export class TroupeToolSecretsApi implements ICredentialType {
	name = 'troupeToolSecretsApi';
	displayName = 'Troupe Tool Secrets API';
	icon = { light: 'file:icons/tool-secrets.svg', dark: 'file:icons/tool-secrets.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-tool-secrets-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Secrets',
			name: 'entries',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Secret',
			default: { entry: [{ name: '', value: '', servers: '' }] },
			options: [
				{
					displayName: 'Secret',
					name: 'entry',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'SHOP_KEY',
							description:
								'Capital letters, digits and underscores. Write ${SHOP_KEY} in a header of the agent definition to insert the value.',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							typeOptions: { password: true },
							default: '',
						},
						{
							displayName: 'Servers',
							name: 'servers',
							type: 'string',
							default: '',
							placeholder: 'api.example.com, *.example.org',
							description:
								'Servers that the secret can be sent to, separated by commas. *.example.org includes all subdomains, and http://crm is a server on another machine without encryption. If empty, the secret can be sent to any encrypted server in an agent definition, so anyone who can use this credential can send it anywhere.',
						},
					],
				},
			],
		},
	];
}
