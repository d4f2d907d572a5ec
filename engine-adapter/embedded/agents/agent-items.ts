import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import { TroupeError } from '../../../core/base/errors';
import { expectInput } from '../expect-input';
import type { Kernel } from '../flow/kernel';
import type { AgentItem, AgentMetrics, CommitStatus } from './agent-instance';
import { findAgent, saveAgent, type AgentRow } from './agent-store';

interface ItemOrigin {
	elementInstanceKey: number;
	jobKey: number;
	lease: string;
}

export interface CreatedItem {
	id: string;
	key: string;
	/** Already stored: nothing was counted again. */
	isDuplicate: boolean;
}

interface ItemRow {
	key: number;
	agent_key: number;
	lease: string;
	status: CommitStatus;
	content: string;
}

const maxItems = 10_000;
const maxItemCharacters = 256_000;

/** Counts tokens at once: they were used. @param statusOf status of a new item */
export function appendItems(
	kernel: Kernel,
	agent: AgentRow,
	items: AgentItem[],
	origin: ItemOrigin,
	statusOf: (item: AgentItem) => CommitStatus,
): CreatedItem[] {
	refuseOverflow(kernel, agent, items.length);
	return items.map((item) => {
		const others = findItems(kernel, agent, item.id);
		const duplicate = others.find(({ status, lease }) => status === 'COMMITTED' || (status === 'PENDING' && lease === origin.lease));
		if (duplicate) return { id: item.id, key: String(duplicate.key), isDuplicate: true };
		if (others.length === 0) agent.metrics = addMetrics(agent.metrics, countItem(item));
		return { id: item.id, key: String(insertItem(kernel, agent, item, origin, statusOf(item))), isDuplicate: false };
	});
}

export function commitItems(kernel: Kernel, jobKey: number, lease: string | null): void {
	for (const item of listPending(kernel, jobKey)) {
		const isCommitted = lease === null || item.lease === lease;
		setStatus(kernel, item, isCommitted ? 'COMMITTED' : 'DISCARDED');
		if (isCommitted) applyChanges(kernel, item);
	}
}

export function discardItems(kernel: Kernel, jobKey: number): void {
	for (const item of listPending(kernel, jobKey)) setStatus(kernel, item, 'DISCARDED');
}

/** Answers count a model call and its tools; any item counts tokens. */
function countItem({ role, toolCalls, metrics = {} }: AgentItem): Partial<AgentMetrics> {
	const { durationMs: _duration, ...tokens } = metrics;
	return role === 'ASSISTANT' ? { ...tokens, modelCalls: 1, toolCalls: toolCalls.length } : tokens;
}

export const addMetrics = (total: AgentMetrics, more: Partial<AgentMetrics>): AgentMetrics =>
	Object.fromEntries(
		Object.entries(total).map(([name, count]) => [name, count + (more[name as keyof AgentMetrics] ?? 0)]),
	) as unknown as AgentMetrics;

function refuseOverflow({ database }: Kernel, { key }: AgentRow, more: number): void {
	if (more === 0) return;
	const { count } = database.get<{ count: number }>('SELECT count(*) AS count FROM agent_item WHERE agent_key = ?', key)!;
	if (count + more <= maxItems) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The history of agent instance ${key} has ${count} items, and can have ${maxItems}.`,
		fix: 'Report metrics without items, or begin a new agent instance.',
		details: { key: String(key), count },
	});
}

const findItems = ({ database }: Kernel, agent: AgentRow, id: string): ItemRow[] =>
	id === '' ? [] : database.all<ItemRow>("SELECT * FROM agent_item WHERE agent_key = ? AND item_id = ? AND item_id <> ''", agent.key, id);

function insertItem({ database }: Kernel, agent: AgentRow, item: AgentItem, origin: ItemOrigin, status: CommitStatus): number {
	const { id, ...content } = item;
	const json = stringifyJson(content);
	expectInput(
		json.length <= maxItemCharacters,
		`The history item "${id.slice(0, 64)}" has ${json.length} characters of JSON, and can have ${maxItemCharacters}.`,
		'Shorten its content, or keep it elsewhere and pass a reference.',
	);
	const key = database.nextKey();
	database.run(
		'INSERT INTO agent_item VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
		key,
		agent.key,
		id,
		origin.elementInstanceKey,
		origin.jobKey,
		origin.lease,
		status,
		json,
	);
	return key;
}

const listPending = ({ database }: Kernel, jobKey: number): ItemRow[] =>
	database.all<ItemRow>("SELECT * FROM agent_item WHERE job_key = ? AND status = 'PENDING' ORDER BY key", jobKey);

const setStatus = ({ database }: Kernel, { key }: ItemRow, status: CommitStatus): void =>
	void database.run('UPDATE agent_item SET status = ? WHERE key = ?', status, key);

function applyChanges(kernel: Kernel, item: ItemRow): void {
	const { changes } = parseJson(item.content) as AgentItem;
	const agent = changes && findAgent(kernel, item.agent_key);
	if (agent) saveAgent(kernel, { ...agent, configuration: { ...agent.configuration, ...changes } });
}
