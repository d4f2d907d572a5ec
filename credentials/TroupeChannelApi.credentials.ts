import type { ICredentialType, INodeProperties } from 'n8n-workflow';

const shownFor = (...providers: string[]) => ({ displayOptions: { show: { provider: providers } } });

/** A field that is shown as it is typed. */
const setting = (displayName: string, name: string, description: string, ...providers: string[]): INodeProperties => ({
	...{ displayName, name, type: 'string', default: '', required: true, description, ...shownFor(...providers) },
});

const secret = (displayName: string, name: string, description: string, ...providers: string[]): INodeProperties => ({
	...setting(displayName, name, description, ...providers),
	typeOptions: { password: true },
});

const optional = (field: INodeProperties): INodeProperties => ({ ...field, required: false });

const settings: INodeProperties[] = [
	setting('Instance ID', 'instanceId', 'The ID of the instance, from its page at Z-API', 'z-api'),
	setting('Phone Number ID', 'phoneNumberId', 'The ID of the number, from WhatsApp, API Setup in Meta’s app', 'whatsapp-cloud'),
	setting('Base URL', 'baseUrl', 'The address of your own server', 'evolution', 'waha', 'chatwoot'),
	setting('Instance', 'instance', 'The name of the instance', 'evolution'),
	setting('Session', 'session', 'The name of the session', 'waha'),
	setting('Account ID', 'accountId', 'The number of the account, from the address of its pages', 'chatwoot'),
	setting('Inbox ID', 'inboxId', 'The number of the inbox, from the address of its settings', 'chatwoot'),
	setting('Send To', 'sendTo', 'The address that gets what is sent', 'webhook'),
	{
		displayName: 'Incoming Requests',
		name: 'incoming',
		type: 'options',
		options: [
			{ name: 'Are Signed or Bring the Token', value: 'signed' },
			{ name: 'Have Only the Secret in the Address', value: 'address' },
		],
		default: 'signed',
		description: 'How the sender proves who it is',
		...shownFor('webhook'),
	},
	optional(
		setting(
			'Base URL',
			'baseUrl',
			'The address of a server of your own. Leave empty for the provider’s.',
			...['z-api', 'whatsapp-cloud', 'telegram'],
		),
	),
];

const secrets: INodeProperties[] = [
	secret('Token', 'token', 'The token of the instance', 'z-api'),
	secret('Client Token', 'clientToken', 'The account’s security token (Security, Account Security Token)', 'z-api'),
	secret('Access Token', 'accessToken', 'A permanent token of a system user', 'whatsapp-cloud'),
	secret('App Secret', 'appSecret', 'The app’s secret (App Settings, Basic)', 'whatsapp-cloud'),
	secret('Verify Token', 'verifyToken', 'A text of your choice, which you enter in Meta’s form too', 'whatsapp-cloud'),
	secret('API Key', 'apiKey', 'The key of the instance, or of the server', 'evolution', 'waha'),
	optional(secret('Webhook Secret', 'webhookSecret', 'A text of your choice, which signs what Evolution API sends', 'evolution')),
	optional(secret('HMAC Key', 'hmacKey', 'A text of your choice, which signs what WAHA sends', 'waha')),
	secret('Access Token', 'accessToken', 'The token of the bot, from @BotFather', 'telegram'),
	secret('Access Token', 'accessToken', 'The token of the user or agent bot that writes the answers', 'chatwoot'),
	optional(secret('Webhook Secret', 'webhookSecret', 'The webhook’s secret, in Chatwoot 4.12 and later', 'chatwoot')),
	secret('Signing Secret', 'signingSecret', 'A secret of the form whsec_…, which signs both directions', 'webhook'),
	optional(secret('Token', 'token', 'A token for senders that cannot sign', 'webhook')),
];

/** An account at a provider of messages: its settings and its secrets. */
export class TroupeChannelApi implements ICredentialType {
	name = 'troupeChannelApi';
	displayName = 'Troupe Channel API';
	icon = { light: 'file:icons/channel.svg', dark: 'file:icons/channel.dark.svg' } as const;
	documentationUrl = 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/credentials/troupe-channel-api.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Provider',
			name: 'provider',
			type: 'options',
			options: [
				{ name: 'Chatwoot', value: 'chatwoot' },
				{ name: 'Evolution API (WhatsApp)', value: 'evolution' },
				{ name: 'Telegram', value: 'telegram' },
				{ name: 'WAHA (WhatsApp)', value: 'waha' },
				{ name: 'Webhook (Zapier, Make, Your Own Program)', value: 'webhook' },
				{ name: 'WhatsApp Cloud API', value: 'whatsapp-cloud' },
				{ name: 'Z-API (WhatsApp)', value: 'z-api' },
			],
			default: 'whatsapp-cloud',
			description: 'Where your customers write',
		},
		...settings,
		...secrets,
	];
}
