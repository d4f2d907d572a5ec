import type { ConversationRuns } from '../../../core/ports/runs/conversation-runs';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import { nano } from '../usage/usage-schema';

interface Row {
	conversation: string;
	agent: string | null;
	version: string | null;
	runs: number;
	cost: number | null;
}

/** @param conversations their ids, by the keyed hashes that runs have */
export async function sumConversations(
	connection: StateConnection,
	tenant: string,
	conversations: ReadonlyMap<string, string>,
	period: { from: number; to: number } = { from: 0, to: Number.MAX_SAFE_INTEGER },
): Promise<Map<string, ConversationRuns>> {
	// What a called agent cost is in the run that called it.
	const rows = await connection.all<Row>(
		`SELECT conversation, agent, agent_version AS version, count(*) AS runs, sum(cost) AS cost FROM run
		WHERE tenant = ? AND conversation IN ${textsOf(connection)} AND caller IS NULL AND started_at >= ? AND started_at < ?
		GROUP BY conversation, agent, agent_version ORDER BY max(started_at)`,
		...[tenant, JSON.stringify([...conversations.keys()]), period.from, period.to],
	);
	const sums = new Map<string, ConversationRuns>();
	for (const { conversation: hashed, agent, version, runs, cost } of rows) {
		const conversation = conversations.get(hashed)!;
		const before = sums.get(conversation);
		const costUsd = cost === null ? (before?.costUsd ?? null) : (before?.costUsd ?? 0) + Number(cost) / nano;
		const name = agent === null ? (before?.agent ?? null) : `${agent}@${version}`;
		sums.set(conversation, { runs: (before?.runs ?? 0) + Number(runs), costUsd, agent: name });
	}
	return sums;
}
