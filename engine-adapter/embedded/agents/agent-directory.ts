import { parseJson } from '../../../core/base/text/json/lossless-json';
import type { Kernel } from '../flow/kernel';
import { rowsPerLook } from '../state/instances/instance-directory';
import { describePlace, type Place } from '../state/instances/element-directory';
import type { TenantIds } from '../state/tenants';
import { buildWhereClause } from '../state/where-clause';
import type { AgentItem, CommitStatus } from './agent-instance';
import { agentColumns, parseAgent, type AgentRow, type StoredAgent } from './agent-store';

export type AgentSummary = Omit<AgentRow, 'key' | 'instanceKey' | 'definitionKey'> &
	Place & {
		key: string;
		agentDefinitionKey: string;
		rootInstanceKey: string;
		versionTag?: string;
		elementInstanceKeys: string[];
	};

export interface AgentItemSummary extends AgentItem {
	key: string;
	agentKey: string;
	elementInstanceKey: string;
	jobKey: string;
	lease: string;
	status: CommitStatus;
}

type SelectedAgent = StoredAgent & { agentDefinitionKey: number; rootKey: number; versionTag: string | null; elements: string };

const rootKey = `(WITH RECURSIVE caller (key, parent_key) AS (
		SELECT key, parent_key FROM process_instance WHERE process_instance.key = agent_instance.instance_key
		UNION ALL SELECT above.key, above.parent_key FROM caller JOIN process_instance AS above ON above.key = caller.parent_key)
	SELECT key FROM caller WHERE parent_key IS NULL)`;

/** In order of creation, the first 1,000 after a key. */
export function searchAgents(
	kernel: Kernel,
	{ key, instanceKey, after, tenants }: { key?: string; instanceKey?: string; after?: string; tenants: TenantIds },
): AgentSummary[] {
	const { where, values } = buildWhereClause({ key, instance_key: instanceKey }, { key: after }, tenants);
	const rows = kernel.database.all<SelectedAgent>(
		`SELECT ${agentColumns}, ${rootKey} AS rootKey,
			(SELECT key FROM agent_definition AS one WHERE one.definition_key = agent_instance.definition_key AND one.element_id = agent_instance.element_id)
				AS agentDefinitionKey,
			(SELECT version_tag FROM definition WHERE definition.key = agent_instance.definition_key) AS versionTag,
			(SELECT json_group_array(cast(element_instance_key AS TEXT)) FROM agent_element WHERE agent_key = agent_instance.key) AS elements
		FROM agent_instance ${where} ORDER BY agent_instance.key LIMIT ${rowsPerLook}`,
		...values,
	);
	return rows.map(({ elements, rootKey, versionTag, agentDefinitionKey, ...row }) => ({
		...parseAgent(row),
		...describePlace(kernel, { instance_key: row.instanceKey, definition_key: row.definitionKey }),
		key: String(row.key),
		agentDefinitionKey: String(agentDefinitionKey ?? row.key),
		rootInstanceKey: String(rootKey ?? row.instanceKey),
		versionTag: versionTag ?? undefined,
		elementInstanceKeys: JSON.parse(elements) as string[],
	}));
}

interface ItemRow {
	key: number;
	item_id: string;
	element_instance_key: number;
	job_key: number;
	lease: string;
	status: CommitStatus;
	content: string;
}

/** In order of creation, the first 1,000 after a key. */
export function searchAgentItems({ database }: Kernel, agentKey: string, after: string | undefined): AgentItemSummary[] {
	const sql = `SELECT * FROM agent_item WHERE agent_key = ? AND key > ? ORDER BY key LIMIT ${rowsPerLook}`;
	return database.all<ItemRow>(sql, Number(agentKey), Number(after ?? 0)).map((row) => ({
		...(parseJson(row.content) as Omit<AgentItem, 'id'>),
		id: row.item_id,
		key: String(row.key),
		agentKey,
		elementInstanceKey: String(row.element_instance_key),
		jobKey: String(row.job_key),
		lease: row.lease,
		status: row.status,
	}));
}
