import { modelsPrefix } from '../../state/switches/check-switches';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { defaultTenant } from '../../../core/base/tenant';
import { isPostgresAddress } from '../../database/database-place';
import type { Host } from '../hosts/host';
import { openSwitches } from '../state/host-switches';
import { findStatePlace } from '../state/state-place';

const maxText = 500;
const none = 'no provider';

/**
 * Records models and servers of the provider settings if they changed since this program's last record: a variable changes the answers without a
 * change of any agent. @returns the text, and whether it was recorded now
 */
export async function recordModels(host: Host, program: string): Promise<{ models: string; isNew: boolean }> {
	const models = describeProviders(host.providers);
	const place = findStatePlace(host);
	if (place === undefined || (models === none && !isPostgresAddress(place) && !existsSync(place))) return { models, isNew: false };
	const note = { target: `${modelsPrefix}${program}`, reason: models, changedBy: `troupe ${program} on ${hostname()}` };
	return { models, isNew: await (await openSwitches(host))!.note(host.tenant ?? defaultTenant, note) };
}

function describeProviders(providers: Host['providers']): string {
	const lines = Object.entries(providers).map(
		([name, { model, baseUrl }]) => `${name}: ${model ?? 'models of the agents'} at ${hideAccess(baseUrl)}`,
	);
	return (lines.length === 0 ? none : lines.sort().join('; ')).slice(0, maxText);
}

/** Addresses can hold keys. */
function hideAccess(address: string | undefined): string {
	return (address && URL.parse(address)?.host) || "the provider's address";
}
