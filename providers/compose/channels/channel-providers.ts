import type { Static, TObject } from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { settingIs } from '../../../core/base/settings/settings';
import type { Channel } from '../../../core/ports/channels/channel';
import type { CredentialData } from '../../../core/ports/access/credentials';
import { hasForeignAddresses } from '../../../core/ports/access/foreign-addresses';
import { textField } from '../../../core/ports/access/oauth-tokens';
import type { NetworkRules } from '../../http/guarded-fetch';
import { type ChannelAccounts, channelAccounts, type ProviderId } from '../../channels/accounts/accounts';

export interface ChannelAccount {
	settings: Record<string, string>;
	secrets: CredentialData;
}

interface Field {
	name: string;
	/** For people: `the ID of the instance`. */
	what: string;
	isOptional?: true;
}

interface ChannelProvider {
	title: string;
	/** Instruction for setting the channel's address, for providers without an API for it. */
	webhook: string;
	settings: readonly Field[];
	secrets: readonly Field[];
	open(account: ChannelAccount, send: typeof fetch, fetchFile: typeof fetch): Promise<Channel>;
}

/** Settings and secrets of an account; server addresses without a trailing slash. */
type Fields<Id extends ProviderId> = Static<ChannelAccounts[Id]['settings']> & Static<ChannelAccounts[Id]['secrets']>;
/** @param fetchFile loads addresses that users and models write */
type Open<Id extends ProviderId> = (account: Fields<Id>, send: typeof fetch, fetchFile: typeof fetch) => Promise<Channel>;

const open: { [Id in ProviderId]: Open<Id> } = {
	async 'z-api'(account, send) {
		const { createZApiChannel, zApiAddress } = await import('../../channels/z-api/z-api-channel');
		return createZApiChannel({ baseUrl: zApiAddress, ...account }, send);
	},
	async 'whatsapp-cloud'(account, send) {
		const { createWhatsAppCloudChannel, whatsAppCloudAddress } = await import('../../channels/whatsapp-cloud/whatsapp-cloud-channel');
		return createWhatsAppCloudChannel({ baseUrl: whatsAppCloudAddress, ...account }, send);
	},
	async evolution(account, send) {
		const { createEvolutionChannel } = await import('../../channels/evolution/evolution-channel');
		return createEvolutionChannel(account, send);
	},
	async waha(account, send) {
		const { createWahaChannel } = await import('../../channels/waha/waha-channel');
		return createWahaChannel(account, send);
	},
	async telegram({ accessToken: token, ...account }, send) {
		const { createTelegramChannel, telegramAddress } = await import('../../channels/telegram/telegram-channel');
		return createTelegramChannel({ baseUrl: telegramAddress, ...account, token }, send);
	},
	async chatwoot(account, send, fetchFile) {
		const { createChatwootChannel } = await import('../../channels/chatwoot/chatwoot-channel');
		return createChatwootChannel(account, send, fetchFile);
	},
	async webhook(account, send) {
		const { createWebhookChannel } = await import('../../channels/webhook/webhook-channel');
		return createWebhookChannel({ incoming: 'signed', ...account }, send);
	},
};

export const channelProviders: Readonly<Record<string, ChannelProvider>> = Object.fromEntries(
	(Object.keys(channelAccounts) as ProviderId[]).map((id) => [id, toProvider(id)]),
);

function toProvider<Id extends ProviderId>(id: Id): ChannelProvider {
	const { title, webhook, settings, secrets } = channelAccounts[id];
	return {
		title,
		webhook,
		settings: listFields(settings),
		secrets: listFields(secrets),
		open: (account, send, fetchFile) => open[id](readFields(account, secrets) as Fields<Id>, send, fetchFile),
	};
}

function listFields({ properties, required }: TObject): Field[] {
	return Object.entries(properties).map(([name, field]) => ({
		name,
		what: String((field as { description?: string }).description),
		...(!(required as readonly string[] | undefined)?.includes(name) && { isOptional: true }),
	}));
}

/** Leaves out empty texts, which forms send. */
function readFields({ settings, secrets }: ChannelAccount, shape: TObject): Record<string, string> {
	const read = Object.keys(shape.properties).map((name) => [name, textField(secrets, name)] as const);
	const fields = Object.fromEntries([...Object.entries(settings), ...read].filter(([, value]) => value !== ''));
	return { ...fields, ...(fields['baseUrl'] && { baseUrl: fields['baseUrl'].replace(/\/+$/, '') }) };
}

/** @throws TroupeError INPUT_INVALID */
export function findProvider(provider: string): ChannelProvider {
	const known = channelProviders[provider];
	if (known !== undefined) return known;
	throw invalid(`There is no provider "${provider.slice(0, 60)}".`, `Use one of: ${Object.keys(channelProviders).join(', ')}.`);
}

/** @throws TroupeError INPUT_INVALID for an unknown provider, or missing or surplus fields */
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
	// Anybody can guess a blank key and sign with it: an optional secret may be absent, but not blank.
	const secret = known.secrets.find(({ name, isOptional }) => {
		const value = textField(secrets, name);
		return value ? value.trim() === '' : !isOptional;
	});
	if (secret)
		throw invalid(`The credential of ${known.title} lacks "${secret.name}".`, `Add ${secret.what}: troupe credentials add NAME --replace`);
	return known;
}

export async function openAccount(
	provider: string,
	account: ChannelAccount,
	{ environment, residency }: { environment?: Environment } & Pick<NetworkRules, 'residency'> = {},
): Promise<Channel> {
	const { guardedFetch } = await import('../../http/guarded-fetch');
	const known = checkAccount(provider, account);
	const { baseUrl, sendTo } = account.settings;
	const region = residency ? { residency } : {};
	const open = guardedFetch({ ...region, allowPrivateNetworks: settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', environment) });
	const fetchFile = guardedFetch(region);
	const own = URL.parse(baseUrl ?? sendTo ?? '');
	if (own === null || hasForeignAddresses(account.secrets)) return known.open(account, open, fetchFile);
	// The operator chose this server, which can be in a private network. Media addresses come from senders.
	const toOwn = guardedFetch({ ...region, allowPrivateNetworks: true });
	return known.open(account, (input, init) => (isAt(input, own.origin) ? toOwn(input, init) : open(input, init)), fetchFile);
}

const isAt = (input: Parameters<typeof fetch>[0], origin: string): boolean =>
	URL.parse(input instanceof Request ? input.url : String(input))?.origin === origin;

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
