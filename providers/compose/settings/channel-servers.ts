import { readServer } from '../../../core/base/network/regions';

/** A channel as it is stored. */
export interface ChannelPlace {
	tenant: string;
	name: string;
	provider: string;
	/** The settings of its account, as JSON. */
	settings: string;
}

/** The servers of providers that have one for all. */
const official: Readonly<Record<string, () => Promise<string>>> = {
	'z-api': async () => (await import('../../channels/z-api/z-api-channel')).zApiAddress,
	'whatsapp-cloud': async () => (await import('../../channels/whatsapp-cloud/whatsapp-cloud-channel')).whatsAppCloudAddress,
	telegram: async () => (await import('../../channels/telegram/telegram-channel')).telegramAddress,
};

/** Returns the server to which a channel sends; undefined where nothing says so. */
export async function findChannelServer(provider: string, settings: Readonly<Record<string, string>>): Promise<string | undefined> {
	const address = settings['baseUrl'] ?? settings['sendTo'] ?? (await official[provider]?.());
	return address === undefined ? undefined : readServer(address);
}

/** Lists the servers to which channels send. */
export async function listChannelServers(channels: readonly ChannelPlace[]): Promise<Array<{ what: string; server: string }>> {
	const servers = await Promise.all(
		channels.map(async ({ name, provider, settings }) => {
			const server = await findChannelServer(provider, JSON.parse(settings) as Record<string, string>);
			return server === undefined ? [] : [{ what: `the channel ${name}`, server }];
		}),
	);
	return servers.flat();
}
