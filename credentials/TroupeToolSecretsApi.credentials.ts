import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** What tools of an agent's definition need, such as keys, by name: the definition itself holds none. The agent's node tests it. */
export class TroupeToolSecretsApi implements ICredentialType {
	name = 'troupeToolSecretsApi';
	displayName = 'Troupe Tool Secrets API';
	icon = { light: 'file:../icons/credentials/tool-secrets.svg', dark: 'file:../icons/credentials/tool-secrets.dark.svg' } as const;
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
							description: 'Capitals, digits and _. Headers of the definition say ${SHOP_KEY} where the value is to stand.',
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
								'The only ones that it may be sent to, separated by commas; *. stands for all below. Empty: any that a definition names, so that whoever may use this credential can send it anywhere.',
						},
					],
				},
			],
		},
	];
}
