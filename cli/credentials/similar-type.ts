import { channelProviders } from '../../providers/compose/channels/channel-providers';
import { crmCredentialType } from '../../providers/compose/crm/open-crm';
import { listKnownTypes } from '../../providers/credentials/known-types';

const plain = (type: string): string => type.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const toCamel = (provider: string): string => provider.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Finds a known type that differs only in case or hyphens. */
export function findSimilarType(type: string): string | undefined {
	const known = [...Object.keys(channelProviders).map(toCamel), crmCredentialType, ...listKnownTypes()];
	return known.includes(type) ? undefined : known.find((one) => plain(one) === plain(type));
}
