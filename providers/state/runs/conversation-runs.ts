import { nameAgentVersion } from '../../../core/ports/runs/name-agent-version';
import { extractiveModel } from '../../../core/ports/models/extractive-model';
import type { ConversationRuns, RunEnds } from '../../../core/ports/runs/conversation-runs';
import { textsOf } from '../../database/in-list';
import type { StateConnection } from '../../database/state-database';
import { nano } from '../usage/usage-schema';

interface Row {
	conversation: string;
	agent: string | null;
	version: string | null;
	runs: number;
	cost: number | null;
	unpriced: number;
}

interface Period {
	from: number;
	to: number;
}
const always: Period = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** A called agent's cost is in the calling run. */
const ofConversations = (connection: StateConnection): string =>
	`tenant = ? AND conversation IN ${textsOf(connection)} AND caller IS NULL AND started_at >= ? AND started_at < ?`;

export async function sumConversations(
	connection: StateConnection,
	tenant: string,
	conversations: ReadonlyMap<string, string>,
	period: Period = always,
): Promise<Map<string, ConversationRuns>> {
	const rows = await connection.all<Row>(
		`SELECT conversation, agent, agent_version AS version, count(*) AS runs, sum(cost) AS cost,
		sum(CASE WHEN cost IS NULL AND model IS NOT NULL THEN 1 ELSE 0 END) AS unpriced FROM run
		WHERE ${ofConversations(connection)} GROUP BY conversation, agent, agent_version ORDER BY max(started_at)`,
		tenant,
		JSON.stringify([...conversations.keys()]),
		period.from,
		period.to,
	);
	const sums = new Map<string, ConversationRuns>();
	for (const { conversation: hashed, agent, version, runs, cost, unpriced } of rows) {
		const conversation = conversations.get(hashed)!;
		const before = sums.get(conversation);
		const costUsd = cost === null ? (before?.costUsd ?? null) : (before?.costUsd ?? 0) + Number(cost) / nano;
		const name = agent === null ? (before?.agent ?? null) : nameAgentVersion(agent, version);
		sums.set(conversation, {
			runs: (before?.runs ?? 0) + Number(runs),
			costUsd,
			agent: name,
			unpriced: (before?.unpriced ?? 0) + Number(unpriced),
		});
	}
	return sums;
}

interface Ended extends Record<'state', string> {
	outcome: string | null;
	isModels: number;
	isQuoted: number;
	runs: number;
}

const kinds: Record<string, keyof RunEnds> = {
	reply: 'answered',
	blocked: 'blocked',
	'needs-human': 'needsHuman',
	'limit-reached': 'limitReached',
};

export async function countEnds(
	connection: StateConnection,
	tenant: string,
	hashes: readonly string[],
	period: Period = always,
): Promise<RunEnds> {
	const rows = await connection.all<Ended>(
		`SELECT state, outcome, CASE WHEN error_code LIKE 'MODEL%' THEN 1 ELSE 0 END AS "isModels",
		CASE WHEN model = '${extractiveModel}' THEN 1 ELSE 0 END AS "isQuoted", count(*) AS runs FROM run
		WHERE ${ofConversations(connection)} AND state IN ('completed', 'failed') AND agent IS NOT NULL GROUP BY 1, 2, 3, 4`,
		tenant,
		JSON.stringify(hashes),
		period.from,
		period.to,
	);
	const ends: RunEnds = { answered: 0, quoted: 0, blocked: 0, needsHuman: 0, limitReached: 0, modelFailures: 0, otherFailures: 0 };
	for (const { state, outcome, isModels, isQuoted, runs } of rows) {
		if (state === 'failed') ends[Number(isModels) === 1 ? 'modelFailures' : 'otherFailures'] += Number(runs);
		else if (outcome !== null && kinds[outcome]) ends[kinds[outcome]] += Number(runs);
		if (outcome === 'reply' && Number(isQuoted) === 1) ends.quoted += Number(runs);
	}
	return ends;
}
