/** The keys with which the installation signs who its agents are. */
import { deriveSigningKey, type SigningKey } from '../../../core/credentials/signing-key';
import { systemClock } from '../../../core/ports/host';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

/** The time of one key. Its successor is published as long before, so that receivers know it, and it stays as long after. */
export const keyPeriodMs = 7 * 24 * 3_600_000;

/** Returns the key that signs tokens of agents now; undefined on a host that stores nothing. */
export async function findIdentityKey(host: VaultHost): Promise<SigningKey | undefined> {
	return (await deriveKeys(host, [0]))?.[0];
}

/** Returns the keys of tokens that are valid now, and the next one. */
export const listIdentityKeys = async (host: VaultHost): Promise<SigningKey[]> => (await deriveKeys(host, [-1, 0, 1])) ?? [];

/** The keys belong to the installation, whatever the tenant: a token names its tenant. */
async function deriveKeys(host: VaultHost, periods: number[]): Promise<SigningKey[] | undefined> {
	if (host.stateFolder === undefined) return undefined;
	const keys = await openVaultKeys(host, host.stateFolder);
	const now = Math.floor((host.clock ?? systemClock).now() / keyPeriodMs);
	return periods.map((period) => deriveSigningKey(`agent identity ${now + period}`, keys.sign('key of the identities of agents')));
}
