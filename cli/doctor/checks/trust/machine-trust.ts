import { trustSettings, type TrustSettings } from '../../../../manifests/client/registry-settings';
import { openTrust, type VerifyRequest } from '../../../../manifests/package/verify-package';
import { HighWater } from '../../../../manifests/trust/high-water';
import type { TrustStore } from '../../../../manifests/trust/trust-store';
import type { Machine } from '../../check';

/** Reads the settings of trust. The name of the instance is not asked for: a machine without one would get and store it. */
export const readTrustSettings = ({ environment }: Machine): TrustSettings => trustSettings({ ...environment, TROUPE_INSTANCE: 'doctor' });

/** Returns the gate's trust here, from files alone. Stores nothing. */
export function readMachineTrust(machine: Machine): VerifyRequest {
	const { pinnedTrust, trustNamed, tenant, stalePolicy, requireRoot, registry } = readTrustSettings(machine);
	const highWater = new HighWater(machine.home, true);
	return {
		packageFolder: machine.packageFolder,
		pinnedTrust,
		trustNamed,
		registryTrust: registry?.folder,
		trustRules: { tenant, stalePolicy, requireRoot, highWater },
		nowMs: machine.nowMs,
	};
}

/** @throws TroupeError TRUST_ROOT_MISSING, TRUST_ROOT_REFUSED, TOKEN_INVALID, MANIFEST_ROLLED_BACK */
export const openMachineTrust = (machine: Machine): TrustStore => openTrust(readMachineTrust(machine));
