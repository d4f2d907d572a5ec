import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Kernel } from '../flow/kernel';
import type { ElementInstance } from '../state/instances/element-instance';
import { noLimits, noMetrics, type AgentConfiguration, type AgentMetrics, type AgentStatus } from './agent-instance';

export interface AgentRow {
	key: number;
	instanceKey: number;
	definitionKey: number;
	elementId: string;
	status: AgentStatus;
	configuration: AgentConfiguration;
	metrics: AgentMetrics;
	writerJob: number | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	updatedAt: number;
	endedAt: number | null;
}

export type StoredAgent = Omit<AgentRow, 'configuration' | 'metrics'> & { configuration: string; metrics: string };

export const agentColumns = `key, instance_key AS instanceKey, definition_key AS definitionKey, element_id AS elementId, status, configuration, metrics,
	writer_job AS writerJob, created_at AS createdAt, updated_at AS updatedAt, ended_at AS endedAt`;

export const parseAgent = (row: StoredAgent): AgentRow => ({
	...row,
	configuration: parseJson(row.configuration) as AgentConfiguration,
	metrics: JSON.parse(row.metrics) as AgentMetrics,
});

export function findAgent({ database }: Kernel, key: number): AgentRow | undefined {
	const row = database.get<StoredAgent>(`SELECT ${agentColumns} FROM agent_instance WHERE key = ?`, key);
	return row && parseAgent(row);
}

export function findAgentOf(kernel: Kernel, elementInstanceKey: number): AgentRow | undefined {
	const sql = 'SELECT agent_key FROM agent_element WHERE element_instance_key = ?';
	const row = kernel.database.get<{ agent_key: number }>(sql, elementInstanceKey);
	return row && findAgent(kernel, row.agent_key);
}

export function insertAgent(kernel: Kernel, element: ElementInstance, changes: Partial<AgentConfiguration>): AgentRow {
	const { database, clock } = kernel;
	const now = clock.now();
	const configuration: AgentConfiguration = { model: '', provider: '', systemPrompt: [], tools: [], limits: noLimits, ...changes };
	const agent: AgentRow = {
		key: database.nextKey(),
		instanceKey: element.instanceKey,
		definitionKey: element.definitionKey,
		elementId: element.elementId,
		status: 'INITIALIZING',
		configuration,
		metrics: noMetrics,
		writerJob: null,
		createdAt: now,
		updatedAt: now,
		endedAt: null,
	};
	database.run(
		`INSERT INTO agent_instance (key, instance_key, definition_key, element_id, status, configuration, metrics, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		agent.key,
		agent.instanceKey,
		agent.definitionKey,
		agent.elementId,
		agent.status,
		stringifyJson(configuration),
		JSON.stringify(agent.metrics),
		now,
		now,
	);
	linkElement(kernel, agent, element);
	return agent;
}

/** An agent can go on in another instance of its element, where a flow leads back. */
export function linkElement({ database }: Kernel, agent: Pick<AgentRow, 'key'>, element: ElementInstance): void {
	database.run('INSERT OR IGNORE INTO agent_element VALUES (?, ?)', element.key, agent.key);
	nameDefinition(database, element);
}

function nameDefinition(
	database: Kernel['database'],
	{ definitionKey, elementId }: Pick<ElementInstance, 'definitionKey' | 'elementId'>,
): void {
	if (database.get('SELECT 1 FROM agent_definition WHERE definition_key = ? AND element_id = ?', definitionKey, elementId)) return;
	database.run('INSERT INTO agent_definition VALUES (?, ?, ?)', definitionKey, elementId, database.nextKey());
}

export function saveAgent({ database, clock }: Kernel, { key, status, configuration, metrics, writerJob }: AgentRow): void {
	database.run(
		'UPDATE agent_instance SET status = ?, configuration = ?, metrics = ?, writer_job = ?, updated_at = ? WHERE key = ?',
		status,
		stringifyJson(configuration),
		JSON.stringify(metrics),
		writerJob,
		clock.now(),
		key,
	);
}

/** Only the engine sees the end of an instance. */
export function endAgents({ database, clock }: Kernel, instanceKey: number): void {
	database.run(
		"UPDATE agent_instance SET status = 'COMPLETED', ended_at = ?1, updated_at = ?1 WHERE instance_key = ?2 AND ended_at IS NULL",
		clock.now(),
		instanceKey,
	);
}

export function removeAgents({ database }: Kernel, instanceKey: number): void {
	for (const { key } of database.all<{ key: number }>('SELECT key FROM agent_instance WHERE instance_key = ?', instanceKey)) {
		database.run('DELETE FROM agent_item WHERE agent_key = ?', key);
		database.run('DELETE FROM agent_element WHERE agent_key = ?', key);
		database.run('DELETE FROM agent_instance WHERE key = ?', key);
	}
}

export function migrateAgent({ database }: Kernel, key: number, target: Pick<ElementInstance, 'definitionKey' | 'elementId'>): void {
	const sql = `UPDATE agent_instance SET definition_key = ?, element_id = ?
		WHERE key = (SELECT agent_key FROM agent_element WHERE element_instance_key = ?)`;
	if (database.run(sql, target.definitionKey, target.elementId, key) > 0) nameDefinition(database, target);
}
