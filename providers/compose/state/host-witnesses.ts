/** Lets witnesses cosign a host's audit logs. */
import { readFileSync, statSync } from 'node:fs';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting, settingIs } from '../../../core/base/settings/settings';
import { parseTlogPolicy, type PolicyWitness, type TlogPolicy } from '../../../core/audit/witness/tlog-policy';
import { systemClock } from '../../../core/ports/host';
import { guardedFetch } from '../../http/guarded-fetch';
import type { CosignedStore } from '../../state/audit/cosigned-store';
import type { WitnessChange } from '../../state/audit/witness-rows';
import { askWitness } from '../../witnesses/ask-witness';
import type { VaultHost } from '../hosts/state-host';
import { OpenedOnce } from '../open-once';
import { openAudit } from './host-audit';
import { findStatePlace } from './state-place';

const openedCosigned = new OpenedOnce<CosignedStore>();

/** Reads TROUPE_AUDIT_WITNESSES and their quorum; undefined if unset. @throws TroupeError INPUT_INVALID */
export function readWitnesses(environment?: Environment): TlogPolicy | undefined {
	const policy = readPolicyFile(environment);
	if (!policy) return undefined;
	const wrong = policy.witnesses.find(({ url }) => url !== undefined && !isUrl(url));
	if (wrong) throw refuse(`has the address ${wrong.url?.slice(0, 200)}, which is not an http or https URL without a password`);
	if (policy.quorum === undefined) throw refuse('has no line "quorum NAME"');
	return policy;
}

const setting = 'TROUPE_AUDIT_WITNESSES';
/** Parsed files until they change. */
const policies = new Map<string, { state: string; policy: TlogPolicy }>();

export function findWitnessFault(environment?: Environment): TroupeError | undefined {
	try {
		readWitnesses(environment);
	} catch (error) {
		if (isTroupeError(error)) return error;
		throw error;
	}
	return undefined;
}

function readPolicyFile(environment?: Environment): TlogPolicy | undefined {
	const file = readSetting(setting, environment);
	if (file === undefined) return undefined;
	try {
		const { size, mtimeNs, ino } = statSync(file, { bigint: true });
		const state = `${size} ${mtimeNs} ${ino}`;
		const read = policies.get(file);
		if (read?.state === state) return read.policy;
		if (size <= maxFileBytes) {
			const policy = parseTlogPolicy(readFileSync(file, 'utf8'), `the file of ${setting}`);
			policies.set(file, { state, policy });
			return policy;
		}
	} catch (cause) {
		if (isTroupeError(cause)) throw cause;
		throw refuse(`names ${file}, which cannot be read (${(cause as NodeJS.ErrnoException).code})`);
	}
	throw refuse(`names ${file}, which has more than ${maxFileBytes} bytes`);
}

const maxFileBytes = 1_000_000;

const isUrl = (text: string): boolean => {
	const url = URL.parse(text);
	return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
};

const refuse = (problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${setting} ${problem}.`,
		fix: 'Write it as https://c2sp.org/tlog-policy describes; docs/operations/witnesses.md has an example.',
	});

export function openCosigned(host: VaultHost): Promise<CosignedStore> | undefined {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return openedCosigned.get(place, async () => (await import('../../state/audit/cosigned-store')).openCosignedStore(place));
}

interface WitnessListeners {
	onChange: (change: WitnessChange) => void | Promise<void>;
	onFault: (fault: unknown) => void;
}

const atOnce = 4;

/**
 * Sends the newest checkpoints to witnesses that have not cosigned them. A faulty log does not stop the others. @throws TroupeError INPUT_INVALID for
 * the settings, STORAGE_…
 */
export async function askWitnesses(host: VaultHost, signal: AbortSignal, { onChange, onFault }: WitnessListeners): Promise<void> {
	const policy = readWitnesses();
	const witnesses = policy?.witnesses.filter(({ url }) => url !== undefined) ?? [];
	const store = await openCosigned(host);
	if (!policy || !store || witnesses.length === 0) return;
	const now = () => (host.clock ?? systemClock).now();
	const due = await store.listDue(
		witnesses.map(({ key }) => key),
		now(),
	);
	const next = due.values();
	const work = async () => {
		for (const tenant of next)
			if (!signal.aborted) await askOfTenant(tenant, { host, policy, witnesses, store, now, signal, onChange }).catch(onFault);
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

interface Round extends Pick<WitnessListeners, 'onChange'> {
	host: VaultHost;
	policy: TlogPolicy;
	witnesses: PolicyWitness[];
	store: CosignedStore;
	now: () => number;
	signal: AbortSignal;
}

async function askOfTenant(tenant: string, { host, policy, witnesses, store, now, signal, onChange }: Round): Promise<void> {
	const taken = await store.take(
		tenant,
		witnesses.map(({ key }) => key),
		now(),
	);
	const audit = await openAudit(host);
	if (!taken || !audit) return;
	const { head, due } = taken;
	const send = guardedFetch({ allowPrivateNetworks: settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow') });
	const prove = (size: number) => audit.store.proveConsistency(tenant, size, head.size);
	await Promise.all(
		due.map(async ({ key, size, attempts }) => {
			const url = witnesses.find((one) => one.key === key)!.url!;
			const asked = await askWitness({ url, key, size }, { fetch: send, now, signal, head, prove });
			// Another process asks again after the lease.
			if (signal.aborted) return;
			const change = await store.keep(tenant, head, { key, attempts, ...asked, random: Math.random() }, policy, now());
			if (change) await onChange(change);
		}),
	);
}
