import type { FlowNode } from '../../../../bpmn/reading/process-model';
import type { Kernel } from '../../flow/kernel';

export interface ProcessTool {
	/** `io.camunda.tool:name`. */
	name: string;
	processId: string;
	/** Starts the process; undefined for a start event without a message. */
	messageName?: string;
	properties: Record<string, string>;
}

const nameProperty = 'io.camunda.tool:name';

export function listProcessTools(kernel: Kernel, tenantId: string): ProcessTool[] {
	const rows = kernel.database.all<{ key: number; process_id: string }>(
		`SELECT key, process_id FROM definition WHERE tenant_id = ?1 AND model LIKE ?2 AND version =
			(SELECT max(version) FROM definition AS other WHERE tenant_id = ?1 AND other.process_id = definition.process_id)
		ORDER BY process_id`,
		tenantId,
		`%${nameProperty}%`,
	);
	return rows.flatMap(({ key, process_id: processId }) => {
		const start = kernel.definitions.get(key).nodesOf(processId).find(isTool);
		if (!start) return [];
		const messageName = start.event?.kind === 'message' ? readMessageName(kernel, key, start.id) : undefined;
		return [{ name: start.properties![nameProperty]!.trim(), processId, messageName, properties: start.properties! }];
	});
}

const isTool = ({ type, event, properties }: FlowNode): boolean =>
	type === 'startEvent' && (event?.kind === 'message' || event?.kind === 'none') && !!properties?.[nameProperty]?.trim();

const readMessageName = (kernel: Kernel, definitionKey: number, elementId: string): string | undefined =>
	kernel.database.get<{ name: string }>(
		'SELECT name FROM message_start WHERE definition_key = ? AND element_id = ?',
		definitionKey,
		elementId,
	)?.name;
