import { deriveSigningKey, type SigningKey } from '../../../core/credentials/signing-key';
import { systemClock } from '../../../core/ports/host';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';

/** Lifetime of a key. Its successor is published that long before, and it stays that long after. */
export const keyPeriodMs = 7 * 24 * 3_600_000;

export async function findIdentityKey(host: VaultHost): Promise<SigningKey | undefined> {
	return (await deriveKeys(host, [0]))?.[0];
}

export const listIdentityKeys = async (host: VaultHost): Promise<SigningKey[]> => (await deriveKeys(host, [-1, 0, 1])) ?? [];

/** Keys belong to the installation: a token names its tenant. */
async function deriveKeys(host: VaultHost, periods: number[]): Promise<SigningKey[] | undefined> {
	if (host.stateFolder === undefined) return undefined;
	const keys = await openVaultKeys(host, host.stateFolder);
	const now = Math.floor((host.clock ?? systemClock).now() / keyPeriodMs);
	return periods.map((period) => deriveSigningKey(`agent identity ${now + period}`, keys.sign('key of the identities of agents')));
}
