import { toIso } from '../../core/base/iso-time';
import { eventCodes, findState, needsPerson } from '../../core/credentials/credential-health';
import type { CredentialRecord } from '../../core/ports/access/credentials';
import { systemClock } from '../../core/ports/host';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Host } from '../../providers/compose/hosts/host';
import { type Repeated, repeat } from '../repeat';
import { faultLog } from './fault-log';
import type { Log } from './log';

const minuteMs = 60_000;
/** A test asks the service and renews the token. A failed one waits as long as a successful one. */
const testEveryMs = 86_400_000;

/**
 * Tests all tenants' credentials daily and checks them every minute. Invalid, expired, or within a week expiring ones are logged and recorded once
 * over all machines.
 */
export function watchCredentials(host: Host, log: Log, metrics: Pick<WorkerMetrics, 'credentials'>, everyMs = minuteMs): Repeated {
	const reportFault = faultLog(log, 'credential not tested');
	const testedAt = new Map<string, number>();
	const now = () => (host.clock ?? systemClock).now();

	const test = async (record: CredentialRecord, signal: AbortSignal) => {
		const key = JSON.stringify([record.tenant, record.name, record.createdAt]);
		if (now() - Math.max(record.checkedAt ?? 0, testedAt.get(key) ?? 0) < testEveryMs) return;
		testedAt.set(key, now());
		const { checkCredential } = await import('../../providers/compose/credentials/check-credential');
		const { stateFolder = '' } = host;
		await checkCredential({ ...host, stateFolder, tenant: record.tenant }, record, signal).catch((error: unknown) => {
			if (!signal.aborted) reportFault(error, { credential: record.name, tenant: record.tenant });
		});
	};
	const tell = async (record: CredentialRecord) => {
		const state = findState(record, now());
		if (!needsPerson(state)) return;
		const { tenant, name, type, endsAt, problem, revision } = record;
		const { composeViolationLog } = await import('../../providers/compose/guardrails/violations');
		const violations = await composeViolationLog({ ...host, tenant });
		const isFirst = await violations.recordOnce(JSON.stringify(['credential', name, state, endsAt ?? revision]), {
			guardrail: name,
			code: eventCodes[state],
			stage: 'credentials',
			action: 'log',
			host: host.name ?? 'worker',
		});
		if (!isFirst) return;
		const facts = { expiresAt: toIso(endsAt), problem };
		log('warn', `credential ${state.replace('-', ' ')}`, { credential: name, type, tenant, ...facts });
	};
	const look = async (signal: AbortSignal) => {
		const { listAllCredentials } = await import('../../providers/compose/credentials/credentials');
		for (const record of await listAllCredentials(host)) if (!signal.aborted) await test(record, signal);
		if (signal.aborted) return;
		metrics.credentials = await listAllCredentials(host);
		for (const record of metrics.credentials) await tell(record);
	};
	return repeat(look, everyMs, (error) => reportFault(error, {}));
}
