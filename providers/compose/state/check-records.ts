import { everyTenant } from '../../../core/base/tenant';
import type { RecordFault } from '../../../core/base/sealed-rows';
import { openStoredViolations } from '../guardrails/violations';
import type { VaultHost } from '../hosts/state-host';
import { openStoredUsage } from '../models/usage';
import { openRuns } from './host-runs';
import { openSwitches } from './host-switches';
import { composeQualityStore } from '../evaluation/quality-store';

interface CheckedKind {
	what: string;
	command: string;
	records: number;
	faults: RecordFault[];
}

/** @throws TroupeError STORAGE_…, VAULT_… */
export async function checkRecords(host: VaultHost & { stateFolder: string }): Promise<CheckedKind[]> {
	const runs = await (await openRuns({ ...host, tenant: everyTenant }, host.stateFolder)).check(true);
	return [
		{
			what: 'steps of runs',
			command: 'troupe agent runs --check --all-tenants',
			records: runs.entries,
			faults: runs.faults.map(({ tenant, runId, step, problem }) => ({ tenant, id: `${runId} step ${step}`, problem })),
		},
		{ what: 'violations', command: 'troupe guard violations --check', ...(await (await openStoredViolations(host))!.check()) },
		{ what: 'calls', command: 'troupe usage --check', ...(await (await openStoredUsage(host)).check()) },
		{ what: 'switches', command: 'troupe switch check', ...(await (await openSwitches(host))!.check()) },
		{ what: 'results of sets', command: 'troupe eval history --check', ...(await (await composeQualityStore(host))!.check()) },
	];
}
