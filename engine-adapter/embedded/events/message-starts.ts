import { parseJson } from '../../../core/base/text/json/lossless-json';
import type { Variables } from '../../engine/variables';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { Kernel } from '../flow/kernel';
import { isCorrelated, markCorrelated, type MessageRow } from '../state/instances/message-store';
import { createProcessInstance } from '../flow/start-instance';
import { readStarter } from '../flow/starter';
import { evaluateForStart } from '../flow/start-values';

interface MessageStartRow {
	tenant_id: string;
	process_id: string;
	element_id: string;
	name: string;
	definition_key: number;
}

/** Messages start only the latest version. */
export function openMessageStarts(kernel: Kernel, process: ExecutableProcess): void {
	const { tenantId, processId } = process;
	kernel.database.run('DELETE FROM message_start WHERE tenant_id = ? AND process_id = ?', tenantId, processId);
	for (const node of process.nodesOf(processId)) {
		const { id, type, event } = node;
		if (type !== 'startEvent' || event?.kind !== 'message') continue;
		const name = evaluateForStart(kernel, process, node, (see) => process.expressions.evaluateText(event.name, see));
		kernel.database.run('INSERT INTO message_start VALUES (?, ?, ?, ?, ?)', tenantId, processId, id, name, process.key);
	}
}

/** Zeebe's documentation, message start events: one instance of a correlation key runs at a time. @returns the new instances */
export function correlateToStarts(kernel: Kernel, message: MessageRow): number[] {
	const sql = 'SELECT * FROM message_start WHERE name = ? AND tenant_id = ? ORDER BY definition_key';
	const starts = kernel.database.all<MessageStartRow>(sql, message.name, message.tenant_id);
	return starts.flatMap((start) => {
		const taken = isCorrelated(kernel, message.key, start.process_id) || isRunning(kernel, start, message.correlation_key);
		return taken ? [] : [startBy(kernel, start, message)];
	});
}

/** Oldest buffered message that waited for the end of its key's instance. */
export function correlateNextStart(kernel: Kernel, { tenantId, processId }: ExecutableProcess, correlationKey: string): void {
	const waiting = kernel.database.get<MessageRow & MessageStartRow>(
		`SELECT message.*, message_start.* FROM message_start JOIN message USING (name, tenant_id)
		WHERE message_start.tenant_id = ?4 AND message_start.process_id = ?1 AND correlation_key = ?2 AND expires > ?3
		AND NOT EXISTS (SELECT 1 FROM message_correlation WHERE message_key = message.key AND message_correlation.process_id = ?1)
		ORDER BY message.key LIMIT 1`,
		processId,
		correlationKey,
		kernel.clock.now(),
		tenantId,
	);
	if (waiting) startBy(kernel, waiting, waiting);
}

function startBy(kernel: Kernel, start: MessageStartRow, message: MessageRow): number {
	markCorrelated(kernel, message.key, start.process_id);
	const variables = parseJson(message.variables) as Variables;
	const process = kernel.definitions.get(start.definition_key);
	const begun = { elementId: start.element_id, variables, correlationKey: message.correlation_key };
	const key = createProcessInstance(kernel, process, {}, { start: begun, starter: readStarter(message) });
	kernel.log.append(
		'message-correlated',
		{ instanceKey: key, elementId: start.element_id, type: 'startEvent' },
		{ name: message.name, correlationKey: message.correlation_key },
	);
	return key;
}

/** None has an empty key. */
function isRunning(kernel: Kernel, { tenant_id: tenantId, process_id: processId }: MessageStartRow, correlationKey: string): boolean {
	const sql = `SELECT 1 FROM process_instance WHERE process_id = ? AND correlation_key = ? AND state = 'ACTIVE'
		AND definition_key IN (SELECT key FROM definition WHERE tenant_id = ?) LIMIT 1`;
	return kernel.database.get(sql, processId, correlationKey, tenantId) !== undefined;
}
