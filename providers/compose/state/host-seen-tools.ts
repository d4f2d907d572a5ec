import type { SeenTools } from '../../state/seen-tools';
import type { VaultHost } from '../hosts/state-host';
import { findStatePlace } from './state-place';

const opened = new Map<string, SeenTools>();

export async function composeSeenTools(host: VaultHost): Promise<SeenTools | undefined> {
	const { tenant = 'default' } = host;
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	const { openSeenTools } = await import('../../state/seen-tools');
	const key = JSON.stringify([place, tenant]);
	const tools = opened.get(key) ?? openSeenTools(place, tenant);
	opened.set(key, tools);
	return tools;
}
