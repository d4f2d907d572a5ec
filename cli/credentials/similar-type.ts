import { channelProviders } from '../../providers/compose/channels/channel-providers';
import { crmCredentialType } from '../../providers/compose/crm/open-crm';
import { listKnownTypes } from '../../providers/credentials/known-types';

const plain = (type: string): string => type.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const toCamel = (provider: string): string => provider.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Finds the known type that somebody may have meant: only its letters' case or its hyphens are different. A type can also be one's own. */
export function findSimilarType(type: string): string | undefined {
	const known = [...Object.keys(channelProviders).map(toCamel), crmCredentialType, ...listKnownTypes()];
	return known.includes(type) ? undefined : known.find((one) => plain(one) === plain(type));
}
