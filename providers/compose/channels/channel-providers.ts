import { TroupeError } from '../../../core/base/errors';
import { type Environment, settingIs } from '../../../core/base/settings';
import { type Channel, type CredentialData, textField } from '../../../core/ports';

/** What an operator tells of an account. */
export interface ChannelAccount {
	settings: Record<string, string>;
	/** The fields of the credential. */
	secrets: CredentialData;
}

interface Field {
	name: string;
	/** For people: `the id of the instance`. */
	what: string;
	isOptional?: true;
}

export interface ChannelProvider {
	title: string;
	/** What the operator does with the channel's address, where the provider cannot be told. */
	webhook: string;
	settings: readonly Field[];
	secrets: readonly Field[];
	/** Loads the provider's code when it is first used. */
	open(account: ChannelAccount, send: typeof fetch): Promise<Channel>;
}

const otherAddress = (provider: string): Field => ({
	...{ name: 'baseUrl', what: `the address of ${provider}, if it is not the provider's own`, isOptional: true },
});

/** Every provider that a channel can have. */
export const channelProviders: Readonly<Record<string, ChannelProvider>> = {
	'z-api': {
		title: 'Z-API (WhatsApp)',
		webhook: 'Enter it in the instance (Webhooks), for all events.',
		settings: [{ name: 'instanceId', what: 'the id of the instance' }, otherAddress('Z-API')],
		secrets: [
			{ name: 'token', what: 'the token of the instance' },
			{ name: 'clientToken', what: "the account's security token (Security, Account security token)" },
		],
		async open({ settings, secrets }, send) {
			const { createZApiChannel, zApiAddress } = await import('../../channels/z-api/z-api-channel');
			const account = {
				instanceId: settings['instanceId']!,
				token: textField(secrets, 'token'),
				clientToken: textField(secrets, 'clientToken'),
			};
			return createZApiChannel({ baseUrl: address(settings, zApiAddress), ...account }, send);
		},
	},
	'whatsapp-cloud': {
		title: 'WhatsApp Cloud API',
		webhook: "Enter it in Meta's app (WhatsApp, Configuration) with the verify token, and subscribe to messages and smb_message_echoes.",
		settings: [{ name: 'phoneNumberId', what: 'the id of the phone number' }, otherAddress('the Graph API')],
		secrets: [
			{ name: 'accessToken', what: 'a permanent token of a system user' },
			{ name: 'appSecret', what: "the app's secret (App settings, Basic)" },
			{ name: 'verifyToken', what: "a text of your choice for Meta's form" },
		],
		async open({ settings, secrets }, send) {
			const { createWhatsAppCloudChannel, whatsAppCloudAddress } = await import('../../channels/whatsapp-cloud/whatsapp-cloud-channel');
			const [accessToken, appSecret, verifyToken] = ['accessToken', 'appSecret', 'verifyToken'].map((name) => textField(secrets, name));
			const account = { accessToken: accessToken!, appSecret: appSecret!, verifyToken: verifyToken! };
			const baseUrl = address(settings, whatsAppCloudAddress);
			return createWhatsAppCloudChannel({ baseUrl, phoneNumberId: settings['phoneNumberId']!, ...account }, send);
		},
	},
	evolution: {
		title: 'Evolution API (WhatsApp)',
		webhook: 'Add --connect, so that Evolution is told; or enter it in the instance (Events, Webhook).',
		settings: [
			{ name: 'baseUrl', what: 'the address of your Evolution API' },
			{ name: 'instance', what: 'the name of the instance' },
		],
		secrets: [
			{ name: 'apiKey', what: 'the key of the instance' },
			{ name: 'webhookSecret', what: "a text of your choice, the jwt_key among the webhook's headers", isOptional: true },
		],
		async open({ settings, secrets }, send) {
			const { createEvolutionChannel } = await import('../../channels/evolution/evolution-channel');
			const webhookSecret = textField(secrets, 'webhookSecret');
			const account = { instance: settings['instance']!, apiKey: textField(secrets, 'apiKey') };
			return createEvolutionChannel({ baseUrl: address(settings, ''), ...account, ...(webhookSecret && { webhookSecret }) }, send);
		},
	},
	waha: {
		title: 'WAHA (WhatsApp)',
		webhook: 'Add --connect, so that WAHA is told; or enter it in the session (Webhooks).',
		settings: [
			{ name: 'baseUrl', what: 'the address of your WAHA' },
			{ name: 'session', what: 'the name of the session' },
		],
		secrets: [
			{ name: 'apiKey', what: 'the API key of WAHA' },
			{ name: 'hmacKey', what: "a text of your choice, the key of the webhook's HMAC", isOptional: true },
		],
		async open({ settings, secrets }, send) {
			const { createWahaChannel } = await import('../../channels/waha/waha-channel');
			const hmacKey = textField(secrets, 'hmacKey');
			const account = { session: settings['session']!, apiKey: textField(secrets, 'apiKey') };
			return createWahaChannel({ baseUrl: address(settings, ''), ...account, ...(hmacKey && { hmacKey }) }, send);
		},
	},
	telegram: {
		title: 'Telegram',
		webhook: 'Add --connect, so that Telegram is told.',
		settings: [otherAddress('the Bot API')],
		secrets: [{ name: 'accessToken', what: 'the token of the bot, from @BotFather' }],
		async open({ settings, secrets }, send) {
			const { createTelegramChannel, telegramAddress } = await import('../../channels/telegram/telegram-channel');
			return createTelegramChannel({ baseUrl: address(settings, telegramAddress), token: textField(secrets, 'accessToken') }, send);
		},
	},
	chatwoot: {
		title: 'Chatwoot',
		webhook: 'Enter it in Settings, Integrations, Webhooks, for messages and conversations.',
		settings: [
			{ name: 'baseUrl', what: 'the address of your Chatwoot' },
			{ name: 'accountId', what: 'the number of the account, from the address of its pages' },
			{ name: 'inboxId', what: 'the number of the inbox, from the address of its settings' },
		],
		secrets: [
			{ name: 'accessToken', what: 'the access token of a user or an agent bot' },
			{ name: 'webhookSecret', what: "the webhook's secret (Chatwoot 4.12 and later)", isOptional: true },
		],
		async open({ settings, secrets }, send) {
			const [{ createChatwootChannel }, { guardedFetch }] = await Promise.all([
				import('../../channels/chatwoot/chatwoot-channel'),
				import('../../http/guarded-fetch'),
			]);
			// Users and models write the addresses of files.
			const fetchFile = guardedFetch();
			const webhookSecret = textField(secrets, 'webhookSecret');
			const account = { accountId: settings['accountId']!, inboxId: settings['inboxId']!, accessToken: textField(secrets, 'accessToken') };
			return createChatwootChannel(
				{ baseUrl: address(settings, ''), ...account, ...(webhookSecret && { webhookSecret }) },
				send,
				fetchFile,
			);
		},
	},
	webhook: {
		title: 'Webhook (Zapier, Make, n8n, your own program)',
		webhook: 'Send messages there as docs/channels/webhook.md describes.',
		settings: [
			{ name: 'sendTo', what: 'the address that gets what is sent' },
			{ name: 'incoming', what: '"address" if the sender can neither sign nor send a token', isOptional: true },
		],
		secrets: [
			{ name: 'signingSecret', what: 'a secret of the form whsec_… (Standard Webhooks) that signs both directions' },
			{ name: 'token', what: 'a token for senders that cannot sign', isOptional: true },
		],
		async open({ settings, secrets }, send) {
			const { createWebhookChannel } = await import('../../channels/webhook/webhook-channel');
			const [signingSecret, token] = ['signingSecret', 'token'].map((name) => textField(secrets, name));
			const incoming = settings['incoming'] ?? 'signed';
			return createWebhookChannel({ sendTo: settings['sendTo']!, incoming, signingSecret: signingSecret!, ...(token && { token }) }, send);
		},
	},
};

const address = (settings: ChannelAccount['settings'], usual: string): string => (settings['baseUrl'] ?? usual).replace(/\/+$/, '');

/** @throws TroupeError INPUT_INVALID */
export function findProvider(provider: string): ChannelProvider {
	const known = channelProviders[provider];
	if (known !== undefined) return known;
	throw invalid(`There is no provider "${provider.slice(0, 60)}".`, `Use one of: ${Object.keys(channelProviders).join(', ')}.`);
}

/** @throws TroupeError INPUT_INVALID for a provider that does not exist, or an account that lacks something or has too much */
export function checkAccount(provider: string, { settings, secrets }: ChannelAccount): ChannelProvider {
	const known = findProvider(provider);
	const unknown = Object.keys(settings).find((name) => !known.settings.some((field) => field.name === name));
	if (unknown !== undefined) {
		const names = known.settings.map(({ name }) => name).join(', ');
		const isSecret = known.secrets.some(({ name }) => name === unknown);
		const fix = isSecret ? `Put it into the credential: troupe credentials add NAME --replace` : `Use these: ${names}.`;
		throw invalid(`${known.title} has no setting "${unknown.slice(0, 60)}".`, fix);
	}
	const missing = known.settings.find(({ name, isOptional }) => !isOptional && !settings[name]);
	if (missing) throw invalid(`The setting "${missing.name}" of ${known.title} is missing.`, `Add ${missing.what}: --set ${missing.name}=…`);
	// Anybody can guess a blank key and sign with it, so an optional secret may be left out, but not blank.
	const secret = known.secrets.find(({ name, isOptional }) => {
		const value = textField(secrets, name);
		return value ? value.trim() === '' : !isOptional;
	});
	if (secret)
		throw invalid(`The credential of ${known.title} lacks "${secret.name}".`, `Add ${secret.what}: troupe credentials add NAME --replace`);
	return known;
}

/** Opens the account of a channel. */
export async function openAccount(provider: string, account: ChannelAccount, environment?: Environment): Promise<Channel> {
	const { guardedFetch } = await import('../../http/guarded-fetch');
	const known = checkAccount(provider, account);
	const { baseUrl, sendTo } = account.settings;
	const open = guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', environment) });
	const own = URL.parse(baseUrl ?? sendTo ?? '');
	if (own === null) return known.open(account, open);
	// The operator chose this server, which can be in a private network. Addresses of media come from whoever writes to the channel.
	const toOwn = guardedFetch({ allowPrivateNetworks: true });
	return known.open(account, (input, init) => (isAt(input, own.origin) ? toOwn(input, init) : open(input, init)));
}

const isAt = (input: Parameters<typeof fetch>[0], origin: string): boolean =>
	URL.parse(input instanceof Request ? input.url : String(input))?.origin === origin;

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
