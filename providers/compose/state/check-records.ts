import { defaultTenant } from '../../../core/base/tenant';
import type { CheckedTrails } from '../../state/runs/check-trails';
import type { CheckedViolations } from '../../state/violations/check-violations';
import { openStoredViolations } from '../guardrails/violations';
import type { VaultHost } from '../host';
import { openRuns } from './host-runs';

/** Checks that the steps of runs and the violations are as the product recorded them. @param ofAll those of all tenants: for auditors */
export async function checkRecords(host: VaultHost, ofAll = false): Promise<{ trails: CheckedTrails; violations: CheckedViolations }> {
	const { stateFolder, tenant = defaultTenant } = host;
	const [runs, violations] = await Promise.all([
		stateFolder === undefined ? undefined : openRuns(host, stateFolder),
		openStoredViolations(host),
	]);
	return {
		trails: (await runs?.check(ofAll)) ?? { runs: 0, entries: 0, faults: [] },
		violations: (await violations?.check(ofAll ? undefined : tenant)) ?? { violations: 0, faults: [] },
	};
}
