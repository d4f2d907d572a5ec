import { readServer } from '../../../core/base/network/regions';

export interface ChannelPlace {
	tenant: string;
	name: string;
	provider: string;
	settings: string;
}

const official: Readonly<Record<string, () => Promise<string>>> = {
	'z-api': async () => (await import('../../channels/z-api/z-api-channel')).zApiAddress,
	'whatsapp-cloud': async () => (await import('../../channels/whatsapp-cloud/whatsapp-cloud-channel')).whatsAppCloudAddress,
	telegram: async () => (await import('../../channels/telegram/telegram-channel')).telegramAddress,
};

/** Undefined if unknown. */
export async function findChannelServer(provider: string, settings: Readonly<Record<string, string>>): Promise<string | undefined> {
	const address = settings['baseUrl'] ?? settings['sendTo'] ?? (await official[provider]?.());
	return address === undefined ? undefined : readServer(address);
}

export async function listChannelServers(channels: readonly ChannelPlace[]): Promise<Array<{ what: string; server: string }>> {
	const servers = await Promise.all(
		channels.map(async ({ name, provider, settings }) => {
			const server = await findChannelServer(provider, JSON.parse(settings) as Record<string, string>);
			return server === undefined ? [] : [{ what: `the channel ${name}`, server }];
		}),
	);
	return servers.flat();
}
