import { TroupeError } from '../../../core/base/errors';
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
	/** Whether it signs its requests. If not, the channel's address has a secret. */
	signs: boolean;
	settings: readonly Field[];
	secrets: readonly Field[];
	/** Loads the provider's code when it is first used. */
	open(account: ChannelAccount, send: typeof fetch): Promise<Channel>;
}

/** Every provider that a channel can have. */
export const channelProviders: Readonly<Record<string, ChannelProvider>> = {
	'z-api': {
		title: 'Z-API (WhatsApp)',
		signs: false,
		settings: [
			{ name: 'instanceId', what: 'the id of the instance' },
			{ name: 'baseUrl', what: "the address of Z-API, if it is not the provider's own", isOptional: true },
		],
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
			return createZApiChannel({ baseUrl: (settings['baseUrl'] ?? zApiAddress).replace(/\/+$/, ''), ...account }, send);
		},
	},
};

/** @throws TroupeError INPUT_INVALID for a provider that does not exist, or an account that lacks something or has too much */
export function checkAccount(provider: string, { settings, secrets }: ChannelAccount): ChannelProvider {
	const known = channelProviders[provider];
	if (known === undefined) {
		throw invalid(`There is no provider "${provider.slice(0, 60)}".`, `Use one of: ${Object.keys(channelProviders).join(', ')}.`);
	}
	const missing = known.settings.find(({ name, isOptional }) => !isOptional && !settings[name]);
	if (missing) throw invalid(`The setting "${missing.name}" of ${known.title} is missing.`, `Add ${missing.what}: --set ${missing.name}=…`);
	const unknown = Object.keys(settings).find((name) => !known.settings.some((field) => field.name === name));
	if (unknown !== undefined) {
		const names = known.settings.map(({ name }) => name).join(', ');
		throw invalid(`${known.title} has no setting "${unknown.slice(0, 60)}".`, `Use these: ${names}.`);
	}
	const secret = known.secrets.find(({ name, isOptional }) => !isOptional && !textField(secrets, name));
	if (secret)
		throw invalid(`The credential of ${known.title} lacks "${secret.name}".`, `Add ${secret.what}: troupe credentials add NAME --replace`);
	return known;
}

/** Opens the account of a channel. Its operator chose the addresses, so they can be in a private network. */
export async function openAccount(provider: string, account: ChannelAccount): Promise<Channel> {
	const { guardedFetch } = await import('../../http/guarded-fetch');
	return checkAccount(provider, account).open(account, guardedFetch({ allowPrivateNetworks: account.settings['baseUrl'] !== undefined }));
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
