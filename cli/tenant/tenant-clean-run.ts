import { openPrivateState } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

/** Removes what one tenant, or each tenant with `retentionDays`, did not use for longer than that. */
export async function runTenantClean(name: string | undefined, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { cleanTenant, listWithRetention } = await import('../../providers/compose/state/clean-tenant');
	const state = openPrivateState(terminal);
	const tenants = name === undefined ? await listWithRetention(state) : [name];
	if (tenants.length === 0) terminal.note('No tenant has the rule retentionDays. Name one to remove what is older than the default.');
	for (const tenant of tenants) {
		const removed = await cleanTenant({ ...state, tenant });
		if (json) terminal.print(JSON.stringify({ tenant, ...removed }));
		else
			terminal.print(
				`${tenant}: removed ${Object.entries(removed)
					.map(([what, count]) => `${count} ${what}`)
					.join(', ')}`,
			);
	}
	return 0;
}
