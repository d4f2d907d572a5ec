import { existsSync } from 'node:fs';
import type { SettingStore } from '../../../core/ports/settings';
import { isPostgresAddress } from '../../database/database-place';
import type { StateHost } from '../hosts/state-host';
import { findStatePlace } from './state-place';
import { auditKeysOf } from './host-audit';

const opened = new Map<string, SettingStore>();

/** @param isReader true returns undefined if nothing was ever set, instead of creating a file */
export async function composeSettings(host: StateHost, isReader = false): Promise<SettingStore | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	const known = opened.get(place);
	if (known) return known;
	if (isReader && !isPostgresAddress(place) && !existsSync(place)) return undefined;
	const { openSettingStore } = await import('../../state/setting-store');
	const store = opened.get(place) ?? openSettingStore(place, auditKeysOf(host));
	opened.set(place, store);
	return store;
}
