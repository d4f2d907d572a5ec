import * as Type from 'typebox/type';
import { type AccountShape, optional, otherAddress, ownAddress, text } from './account-shape';

const zApi = {
	title: 'Z-API (WhatsApp)',
	webhook: 'Enter it in the instance (Webhooks), for all events.',
	settings: Type.Object({ instanceId: text('Instance ID', 'the ID of the instance, from its page at Z-API'), baseUrl: otherAddress }),
	secrets: Type.Object({
		token: text('Token', 'the token of the instance'),
		clientToken: text('Client Token', "the account's security token (Security, Account Security Token)"),
	}),
};

const whatsAppCloud = {
	title: 'WhatsApp Cloud API',
	webhook: "Enter it in Meta's app (WhatsApp, Configuration) with the verify token, and subscribe to messages and smb_message_echoes.",
	settings: Type.Object({
		phoneNumberId: text('Phone Number ID', "the ID of the number, from WhatsApp, API Setup in Meta's app"),
		baseUrl: otherAddress,
	}),
	secrets: Type.Object({
		accessToken: text('Access Token', 'a permanent token of a system user'),
		appSecret: text('App Secret', "the app's secret (App Settings, Basic)"),
		verifyToken: text('Verify Token', "a text of your choice, which you enter in Meta's form too"),
	}),
};

const evolution = {
	title: 'Evolution API (WhatsApp)',
	webhook: 'Add --connect, so that Evolution is told; or enter it in the instance (Events, Webhook).',
	settings: Type.Object({ baseUrl: ownAddress, instance: text('Instance', 'the name of the instance') }),
	secrets: Type.Object({
		apiKey: text('API Key', 'the key of the instance, or of the server'),
		webhookSecret: optional('Webhook Secret', 'a text of your choice, which signs what Evolution API sends (jwt_key)'),
	}),
};

const waha = {
	title: 'WAHA (WhatsApp)',
	webhook: 'Add --connect, so that WAHA is told; or enter it in the session (Webhooks).',
	settings: Type.Object({ baseUrl: ownAddress, session: text('Session', 'the name of the session') }),
	secrets: Type.Object({
		apiKey: text('API Key', 'the key of the instance, or of the server'),
		hmacKey: optional('HMAC Key', 'a text of your choice, which signs what WAHA sends'),
	}),
};

const telegram = {
	title: 'Telegram',
	webhook: 'Add --connect, so that Telegram is told.',
	settings: Type.Object({ baseUrl: otherAddress }),
	secrets: Type.Object({ accessToken: text('Access Token', 'the token of the bot, from @BotFather') }),
};

const chatwoot = {
	title: 'Chatwoot',
	webhook: 'Enter it in Settings, Integrations, Webhooks, for messages and conversations.',
	settings: Type.Object({
		baseUrl: ownAddress,
		accountId: text('Account ID', 'the number of the account, from the address of its pages'),
		inboxId: text('Inbox ID', 'the number of the inbox, from the address of its settings'),
	}),
	secrets: Type.Object({
		accessToken: text('Access Token', 'the token of the user or agent bot that writes the answers'),
		webhookSecret: optional('Webhook Secret', "the webhook's secret, in Chatwoot 4.12 and later"),
	}),
};

const webhook = {
	title: 'Webhook (Zapier, Make, n8n, your own program)',
	label: 'Webhook (Zapier, Make, Your Own Program)',
	webhook: 'Send messages there as docs/channels/webhook.md describes.',
	settings: Type.Object({
		sendTo: text('Send To', 'the address that gets what is sent'),
		incoming: Type.Optional(
			Type.String({
				title: 'Incoming Requests',
				description: 'how the sender proves who it is: "address" if it can neither sign nor send a token',
				anyOf: [
					{ title: 'Are Signed or Bring the Token', const: 'signed' },
					{ title: 'Have Only the Secret in the Address', const: 'address' },
				],
				default: 'signed',
			}),
		),
	}),
	secrets: Type.Object({
		signingSecret: text('Signing Secret', 'a secret of the form whsec_… (Standard Webhooks), which signs both directions'),
		token: optional('Token', 'a token for senders that cannot sign'),
	}),
};

export const channelAccounts = {
	'z-api': zApi,
	'whatsapp-cloud': whatsAppCloud,
	evolution,
	waha,
	telegram,
	chatwoot,
	webhook,
} satisfies Record<string, AccountShape>;

export type ChannelAccounts = typeof channelAccounts;
export type ProviderId = keyof ChannelAccounts;
