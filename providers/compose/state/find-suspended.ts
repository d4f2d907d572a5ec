import { existsSync } from 'node:fs';
import type { RunState } from '../../../core/agents/agent-outcome';
import type { VaultHost } from '../hosts/state-host';

export interface SuspendedRun {
	agent: string;
	state: RunState;
}

/** @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function findSuspendedRun(runId: string, host: VaultHost): Promise<SuspendedRun | undefined> {
	const { openRuns } = await import('./host-runs');
	const suspended = await (await openRuns(host, host.stateFolder!)).findSuspended(runId);
	if (!suspended) return undefined;
	const { agentFile } = suspended;
	const state = suspended.state as RunState;
	// The file is on the machine where the run began; others use their folders.
	return { agent: agentFile !== undefined && existsSync(agentFile) ? agentFile : state.agent.id, state };
}
