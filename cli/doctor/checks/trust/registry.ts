import { isTroupeError } from '../../../../core/base/errors';
import { createTokenLife } from '../../../../manifests/client/token-life';
import { RegistryReader } from '../../../../manifests/client/registry-reader';
import type { TrustSettings } from '../../../../manifests/client/registry-settings';
import { getMaxTokenBytes } from '../../../../manifests/token/read-token';
import { warnOfExpiry } from '../../../../manifests/trust/expiry';
import { formatTimeLeft } from '../../../../manifests/trust/stale-policy';
import type { TrustedSnapshot } from '../../../../manifests/trust/trust-rules';
import { fail, failBy, ok, skipped, warn, type Check, type Finding, type Machine } from '../../check';
import { openMachineTrust, readTrustSettings } from './machine-trust';

const timeoutMs = 8_000;

export const registryCheck: Check = {
	id: 'registry',
	looksAt: "whether the registry answers, the age and the grace period of its snapshot, and this machine's access token",
	async look(machine, signal) {
		const settings = readTrustSettings(machine);
		if (settings.registry === undefined) return [skipped('TROUPE_REGISTRY_URL is not set: trust comes from folders alone.')];
		return [...(await judgeAnswer(settings, machine, signal)), ...judgeToken(settings, machine.nowMs)];
	},
};

/** Judges the snapshot that the registry sends; without one, that on the disk, which decides in the meantime. */
async function judgeAnswer(settings: TrustSettings, machine: Machine, signal: AbortSignal): Promise<Finding[]> {
	const { registry, tenant } = settings;
	const path = `tenants/${tenant}/snapshot`;
	const reader = new RegistryReader(registry!, timeoutMs);
	try {
		const { body } = await reader.get({
			path,
			accept: 'application/jwt',
			maxBytes: getMaxTokenBytes('troupe-snapshot+jwt'),
			timeoutMs,
			signal,
		});
		const snapshot = openMachineTrust(machine).verifySnapshot(path, body, 'registry');
		return [ok(`${registry!.url.href} answers with snapshot ${describe(snapshot, machine.nowMs)}.`), ...judgeGrace(snapshot, settings)];
	} catch (error) {
		return [failBy(error), ...judgeStored(machine)];
	} finally {
		reader.close();
	}
}

const describe = ({ document: { ver, iat } }: TrustedSnapshot, nowMs: number) => `${ver}, issued ${formatTimeLeft(nowMs - iat * 1000)} ago`;

function judgeStored(machine: Machine): Finding[] {
	try {
		const snapshot = openMachineTrust(machine).snapshot();
		const until = new Date(snapshot.goodUntilMs).toISOString();
		return [
			warn(
				`Until the registry answers, snapshot ${describe(snapshot, machine.nowMs)}, decides on this machine, until ${until}.`,
				'Make the registry reachable before then.',
			),
		];
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return [fail(`Until the registry answers, nothing runs on this machine: ${error.message}`, 'Make the registry reachable.')];
	}
}

function judgeGrace({ document: { iat, exp, graceSeconds = 0 } }: TrustedSnapshot, { stalePolicy }: TrustSettings): Finding[] {
	if (graceSeconds > 0 || stalePolicy !== 'deny') return [];
	return [
		warn(
			`The snapshot has no grace period: when the registry stops for ${formatTimeLeft((exp - iat) * 1000)}, nothing runs on this machine any more.`,
			'Set one: `troupe manifest policy set --grace-seconds 86400`; or set TROUPE_STALE_POLICY=allow-last-approved.',
		),
	];
}

function judgeToken({ registry }: TrustSettings, nowMs: number): Finding[] {
	const life = createTokenLife(registry!)();
	if (life === undefined) return [];
	const renew = 'Issue the next one: `troupe manifest token issue`.';
	if (life.endMs <= nowMs) return [fail(`This machine's access token expired at ${new Date(life.endMs).toISOString()}.`, renew)];
	const left = formatTimeLeft(life.endMs - nowMs);
	const endsSoon = warnOfExpiry([life], nowMs).length > 0;
	return [endsSoon ? warn(`This machine's access token ends in ${left}.`, renew) : ok(`The access token is valid for ${left}.`)];
}
