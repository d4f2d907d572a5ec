import type { AgentParts } from '../../../core/agents/agent-parts';
import { defaultTenant } from '../../../core/base/tenant';
import type { Breach } from '../../../core/ports/tools/containment';
import type { Switch } from '../../../core/ports/switches';
import { countNeeded, describeBreach } from '../../../core/switches/breaches';
import { findToolSwitch, nameTool } from '../../../core/switches/find-switch';
import { composeOwnEvents } from '../events/events';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { openSwitches, openWatch } from './host-switches';

const hashLength = 16;

/** None for a host without state. @param agent a new version begins with all tools: a person looked at it */
export async function composeContainment(
	host: VaultHost & { name?: string },
	agent: { id: string; version: string },
): Promise<Pick<AgentParts, 'containment'>> {
	const watch = await openWatch(host);
	if (!watch || host.stateFolder === undefined) return {};
	const { tenant = defaultTenant, stateFolder } = host;
	const nameIt = (part: string) => nameTool(`${agent.id}@${agent.version}`, part);
	/** Switches that this run saw. It stays without these tools, also if they are turned on in the meantime or were not stored. */
	const seen = new Map<string, Switch>();

	const suspect = async (part: string, { kind, tool, run, conversationId, person }: Breach) => {
		const keys = await openVaultKeys(host, stateFolder);
		const who = keys.pseudonym('subject', tenant, person ?? conversationId).slice(0, hashLength);
		const off = { tenant, target: nameIt(part), reason: describeBreach(kind, tool, run), changedBy: `agent:${agent.id}` };
		return (await openSwitches(host))!.suspect(off, who, countNeeded(kind));
	};
	const tell = (part: string, { kind, run }: Breach) =>
		composeOwnEvents(host)({
			type: 'agent.tool.stopped',
			key: `run ${run} ${part} stopped`,
			data: { agent, tool: part, breach: kind, runId: run, host: host.name ?? 'agent' },
		});

	return {
		containment: {
			async find(part) {
				if (seen.has(part)) return seen.get(part);
				const off = await watch.current().catch(() => []);
				return findToolSwitch(off, { tenant, agent: agent.id, version: agent.version, part });
			},
			async report(part, breach) {
				const off = await suspect(part, breach).catch(() => undefined);
				if (!off) return undefined;
				if (!seen.has(part)) await tell(part, breach);
				seen.set(part, off);
				await watch.refresh().catch(() => []);
				return off;
			},
			clear: async (part) => (await openSwitches(host))!.clear(tenant, nameIt(part)).catch(() => undefined),
		},
	};
}
