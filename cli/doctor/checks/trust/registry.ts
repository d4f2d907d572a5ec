import { isTroupeError } from '../../../../core/base/errors';
import { createTokenLife } from '../../../../manifests/client/token-life';
import { RegistryReader } from '../../../../manifests/client/registry-reader';
import type { TrustSettings } from '../../../../manifests/client/registry-settings';
import { getMaxTokenBytes } from '../../../../manifests/token/read-token';
import { warnOfExpiry } from '../../../../manifests/trust/expiry';
import { formatTimeLeft } from '../../../../manifests/trust/stale-policy';
import { fail, failBy, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';
import { openMachineTrust, readTrustSettings } from './machine-trust';

const timeoutMs = 8_000;

export const registryCheck: Check = {
	id: 'registry',
	looksAt: "whether the registry answers, this machine's access token, and the age and grace of its snapshot",
	async look(machine, signal) {
		const settings = readTrustSettings(machine);
		if (settings.registry === undefined) return [skipped('TROUPE_REGISTRY_URL is not set: trust comes from folders alone.')];
		return [...(await judgeAnswer(settings, signal)), ...judgeToken(settings, machine.nowMs), ...judgeSnapshot(settings, machine)];
	},
};

async function judgeAnswer({ registry, tenant }: TrustSettings, signal: AbortSignal): Promise<Finding[]> {
	const reader = new RegistryReader(registry!, timeoutMs);
	try {
		const path = `tenants/${tenant}/snapshot`;
		await reader.get({ path, accept: 'application/jwt', maxBytes: getMaxTokenBytes('troupe-snapshot+jwt'), timeoutMs, signal });
		return [ok(`${registry!.url.href} answers with the snapshot of the tenant ${tenant}.`)];
	} catch (error) {
		return [failBy(error)];
	} finally {
		reader.close();
	}
}

function judgeToken({ registry }: TrustSettings, nowMs: number): Finding[] {
	const life = createTokenLife(registry!)();
	if (life === undefined) return [];
	const renew = 'Issue the next one: `troupe manifest token issue`.';
	if (life.endMs <= nowMs) return [fail(`This machine's access token expired at ${new Date(life.endMs).toISOString()}.`, renew)];
	const warnings = warnOfExpiry([life], nowMs).map(() =>
		warn(`This machine's access token ends in ${formatTimeLeft(life.endMs - nowMs)}.`, renew),
	);
	return warnings.length > 0 ? warnings : [ok(`The access token is valid for ${formatTimeLeft(life.endMs - nowMs)}.`)];
}

/** Judges what the machine has on its disk, which decides while the registry does not answer. */
function judgeSnapshot({ stalePolicy }: TrustSettings, machine: Machine): Finding[] {
	try {
		const { document, from, kind, warnings } = openMachineTrust(machine).snapshot();
		const { ver, iat, exp, graceSeconds = 0 } = document;
		const text = `The snapshot ${ver} (${from}) was issued ${formatTimeLeft(machine.nowMs - iat * 1000)} ago`;
		const findings = [
			kind === 'fresh' ? ok(`${text}.`) : warn(`${text}, and has expired: ${warnings.join('; ')}.`, 'Make the registry reachable again.'),
		];
		if (graceSeconds > 0 || stalePolicy !== 'deny') return findings;
		const life = formatTimeLeft((exp - iat) * 1000);
		return [
			...findings,
			warn(
				`The snapshot has no grace period: when the registry stops for ${life}, nothing runs on this machine any more.`,
				'Set a grace period with `troupe manifest policy set --grace-seconds 86400`, or TROUPE_STALE_POLICY=allow-last-approved.',
			),
		];
	} catch (error) {
		// The root has its own check.
		return isTroupeError(error) && error.code.startsWith('TRUST_ROOT') ? [] : [failBy(error)];
	}
}
