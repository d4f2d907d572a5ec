import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { type ChannelAccount, findProvider } from '../../../providers/compose/channels/channel-providers';

export const channelCredentialName = 'troupeChannelApi';

/** Returns the account that the credential holds. Fields of other providers can still be filled in. @throws TroupeError INPUT_INVALID */
export function readAccount(data: ICredentialDataDecryptedObject): ChannelAccount & { provider: string } {
	const provider = typeof data.provider === 'string' ? data.provider : '';
	const { settings, secrets } = findProvider(provider);
	const pick = (fields: ReadonlyArray<{ name: string }>) =>
		Object.fromEntries(
			fields.flatMap(({ name }) => {
				const value = data[name];
				return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
			}),
		);
	return { provider, settings: pick(settings), secrets: pick(secrets) };
}
