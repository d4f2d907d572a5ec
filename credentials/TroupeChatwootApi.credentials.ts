import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const field = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	required: true,
	description,
});

export class TroupeChatwootApi implements ICredentialType {
	name = 'troupeChatwootApi';
	displayName = 'Troupe Chatwoot API';
	icon = { light: 'file:icons/desk.svg', dark: 'file:icons/desk.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-chatwoot-api.md';

	properties: INodeProperties[] = [
		{ ...field('Base URL', 'baseUrl', 'The address of your Chatwoot'), placeholder: 'https://chat.example.com' },
		field('Account ID', 'accountId', 'The number of the account, from the address of its pages'),
		field('Inbox ID', 'inboxId', 'The number of the inbox, from the address of its settings'),
		{
			...field('Access Token', 'accessToken', 'The token of a user; that of an agent bot may not read contacts'),
			typeOptions: { password: true },
		},
		{
			...field('Webhook Secret', 'webhookSecret', 'The webhook’s secret, in Chatwoot 4.12 and later'),
			typeOptions: { password: true },
			required: false,
		},
	];
}
