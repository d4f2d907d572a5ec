import { type CallerFault, toCallerFault } from '../../core/base/caller-fault';
import { defaultTenant } from '../../core/base/tenant';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import type { NamedAgent } from '../../providers/compose/agents/agent-reference';
import { readDefinition } from '../../providers/compose/agents/read-definition';
import type { Host } from '../../providers/compose/hosts/host';
import { openWatch } from '../../providers/compose/state/host-switches';

/** Checks that an agent could begin now. @throws TroupeError of the refused run */
export async function admitAgent(reference: NamedAgent, host: Host): Promise<void> {
	const { tenant = defaultTenant } = host;
	const { id } = reference;
	const gate = judgeAgents(host.gate, host);
	await (await openWatch(host))?.check({ tenant, agent: id });
	await gate.admit({ kind: 'command', name: 'serve' });
	const { definition, source } = await readDefinition(reference, host);
	await gate.admit({ kind: 'agent', id, version: definition.version, sha256: source.sha256 });
	const { requireModel } = await import('../../providers/compose/models/models');
	await requireModel(definition, host);
}

/**
 * Finds why an agent could not begin now, as its run would say: stopped, invalid, not listed, or without manifest or model. @param report hears what
 * the caller does not
 */
export async function findRefusal(
	id: string,
	host: Host,
	report: (error: unknown) => void,
): Promise<Pick<CallerFault, 'code' | 'message' | 'fix'> | undefined> {
	try {
		await admitAgent({ kind: 'id', id }, host);
		return undefined;
	} catch (error) {
		const { code, message, fix, isWhole } = toCallerFault(error);
		if (!isWhole && code !== 'RUN_STOPPED') report(error);
		return { code, message, ...(fix !== undefined && { fix }) };
	}
}
