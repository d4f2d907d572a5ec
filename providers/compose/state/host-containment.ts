/** Composes what switches off tools of agents that broke their contract. */
import type { AgentParts } from '../../../core/agents/agent-parts';
import { defaultTenant } from '../../../core/base/tenant';
import type { Breach } from '../../../core/ports/tools/containment';
import type { Stop } from '../../../core/ports/stops';
import { countNeeded, describeBreach } from '../../../core/stops/breaches';
import { findToolStop, nameTool } from '../../../core/stops/find-stop';
import { composeOwnEvents } from '../events/events';
import { openVaultKeys } from '../guardrails/vault-parts';
import type { VaultHost } from '../hosts/state-host';
import { openStops, openWatch } from './host-stops';

/** The length of the keyed hash of a person or a conversation. */
const hashLength = 16;

/** Composes the part of an agent that switches off its tools; none for a host without state. @param agent its next version begins with all of its tools: a person looked at it */
export async function composeContainment(
	host: VaultHost & { name?: string },
	agent: { id: string; version: string },
): Promise<Pick<AgentParts, 'containment'>> {
	const watch = await openWatch(host);
	if (!watch || host.stateFolder === undefined) return {};
	const { tenant = defaultTenant, stateFolder } = host;
	const name = (part: string) => nameTool(`${agent.id}@${agent.version}`, part);
	/** Stops that this run saw. It stays without these tools, also if they are started in the meantime or were not stored. */
	const seen = new Map<string, Stop>();

	const suspect = async (part: string, { kind, tool, run, conversationId, person }: Breach) => {
		const keys = await openVaultKeys(host, stateFolder);
		const who = keys.pseudonym('subject', tenant, person ?? conversationId).slice(0, hashLength);
		const stop = { tenant, name: name(part), reason: describeBreach(kind, tool, run), changedBy: `agent:${agent.id}` };
		return (await openStops(host))!.suspect(stop, who, countNeeded(kind));
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
				const stops = await watch.current().catch(() => []);
				return findToolStop(stops, { tenant, agent: agent.id, version: agent.version, part });
			},
			async report(part, breach) {
				const stop = await suspect(part, breach).catch(() => undefined);
				if (!stop) return undefined;
				if (!seen.has(part)) await tell(part, breach);
				seen.set(part, stop);
				await watch.refresh().catch(() => []);
				return stop;
			},
			clear: async (part) => (await openStops(host))!.clear(tenant, name(part)).catch(() => undefined),
		},
	};
}
