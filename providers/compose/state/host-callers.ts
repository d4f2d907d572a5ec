import type { AgentParts } from '../../../core/agents/agent-parts';
import { everyTenant } from '../../../core/base/tenant';
import type { ApiKeyStore } from '../../../core/ports/access/api-keys';
import type { Switch } from '../../../core/ports/switches';
import { nameCaller, nameKey } from '../../../core/switches/find-switch';
import { noAudit } from '../../state/audit/audited-database';
import { OpenedOnce } from '../open-once';
import type { StateHost } from '../hosts/state-host';
import { findExistingState } from './state-place';

const opened = new OpenedOnce<ApiKeyStore>();
const keyPrefix = 'key:';

/** Reading creates no file: without one there are no keys. */
async function openKeys(host: StateHost): Promise<ApiKeyStore | undefined> {
	const place = findExistingState(host);
	if (place === undefined) return undefined;
	return opened.get(place, async () => (await import('../../state/api-key-store')).openApiKeyStore(place, noAudit));
}

export const composeCallers = (host: StateHost): Pick<AgentParts, 'listKin'> => ({
	listKin: async (name) => {
		const keys = name.startsWith(keyPrefix) ? await openKeys(host) : undefined;
		const kin = await keys?.listKin(name.slice(keyPrefix.length));
		return [name, ...(kin ?? [])];
	},
});

export async function nameKeys(host: StateHost, tenant: string): Promise<(caller: string) => string | null> {
	const keys = (await (await openKeys(host))?.list(tenant)) ?? [];
	const names = new Map(keys.map(({ id, name }) => [keyPrefix + id, name]));
	return (caller) => names.get(caller) ?? null;
}

/** Lists callers whose key was revoked, as switches of what they began. */
export async function listRevokedCallers(host: StateHost): Promise<Switch[]> {
	const revoked = (await (await openKeys(host))?.listRevoked(Date.now())) ?? [];
	return revoked.map(({ id, revokedAt, revokedBy }) => ({
		tenant: everyTenant,
		target: nameCaller(nameKey(id)),
		reason: 'revoked',
		changedAt: Number(revokedAt),
		changedBy: revokedBy,
	}));
}
