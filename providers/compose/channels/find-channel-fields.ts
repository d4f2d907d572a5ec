import { channelProviders } from './channel-providers';

type ChannelFields = (typeof channelProviders)[string]['secrets'];

/** Returns the secret fields of a channel's account. The type is the provider without hyphens: `zApi` for `z-api`. */
export const findChannelFields = (type: string): ChannelFields | undefined => findProvider(type)?.secrets;

/** Returns the names of account settings, which n8n credentials can have, too. */
export const listChannelSettings = (type: string): string[] => findProvider(type)?.settings.map(({ name }) => name) ?? [];

function findProvider(type: string) {
	const wanted = type.toLowerCase();
	const names = Object.keys(channelProviders);
	const name = names.find((provider) => [provider, `${provider}api`].map((each) => each.replaceAll('-', '')).includes(wanted));
	return name === undefined ? undefined : channelProviders[name];
}
