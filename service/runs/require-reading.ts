import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { requireScope } from '../access/ask-for-scope';
import { scopesWithin } from '../access/scopes';

/** Requires an HTTP caller's right to read a run besides its other right. @throws TroupeError ACCESS_DENIED */
export async function requireReading(runId: string, host: Host & { grant?: Grant }): Promise<void> {
	if (!host.grant) return;
	const record = await (await openRuns(host, host.stateFolder!)).findRecord(runId);
	requireScope(host.grant, 'run:read', (scopes) => scopesWithin(scopes, record?.agent?.id).has('run:read'));
}
