import type { ChannelParts } from '../../../core/channels/channel-parts';
import type { Lack } from '../../../core/ports/channels/lacks';
import { listAgents } from '../../../providers/files/agent-files';
import { findAgentLacks } from './agent-lacks';
import { findLacks } from './find-lacks';
import type { LackPlace } from './lack-place';

const maxAgents = 200;

export async function findCredentialUses(
	name: string,
	{ host, tenant, signal }: Pick<LackPlace, 'host' | 'tenant' | 'signal'>,
	parts: Pick<ChannelParts, 'channels' | 'directory'>,
): Promise<string[]> {
	const place: LackPlace = { host, tenant, signal, asks: false, withheld: name };
	const records = await parts.channels.list(tenant);
	const desks = new Set(records.filter(({ credential }) => credential === name).map((record) => record.name));
	const uses = new Set<string>();
	const add = (lacks: Lack[]) => {
		for (const lack of lacks) if (lack.kind === 'credential' && lack.name === name) uses.add(lack.neededBy);
	};
	for (const record of records) {
		add(await findLacks(record, place, { parts, judgesProcesses: false }));
		const desk = record.handOver?.desk;
		if (desk && desk !== record.name && desks.has(desk)) uses.add(`hand-overs of the channel ${record.name} to the desk ${desk}`);
	}
	const seen = new Set<string>();
	const own: LackPlace = { ...place, host: { ...host, tenant } };
	for (const { id } of (await listAgents(host.agentFolders)).slice(0, maxAgents))
		add(await findAgentLacks({ kind: 'id', id }, own, '', seen));
	return [...uses];
}
