import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { MessageReader } from '../../engine/message-readers';
import type { Message } from '../../engine/messages';
import type { Kernel } from '../flow/kernel';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { defaultTenantId } from '../state/tenants';

const maxProcesses = 500;

/** Processes that begin with the message or wait for it: latest versions, and older ones with instances. An expression can be any name. */
export function findMessageReaders(kernel: Kernel, name: string, tenantId = defaultTenantId): MessageReader[] {
	const latest = listLatest(kernel, tenantId).filter((key) => reads(kernel.definitions.get(key), name));
	const running = listRunning(kernel, tenantId).filter((key) => waitsFor(kernel.definitions.get(key), name));
	return [...new Set([...latest, ...running])].map((key) => {
		const process = kernel.definitions.get(key);
		const jobs = nodesOf(process).flatMap(({ job, headers }) => (job ? [{ type: job.type, headers }] : []));
		return { processId: process.processId, jobs };
	});
}

const maxStarts = 20;

export const listMessageStarts = ({ database }: Kernel, tenantId = defaultTenantId): string[] =>
	database
		.all<{ name: string }>(`SELECT DISTINCT name FROM message_start WHERE tenant_id = ? ORDER BY name LIMIT ${maxStarts}`, tenantId)
		.map(({ name }) => name);

/**
 * Now or later: a process that begins with the message or waits for it, or an instance of an older version with its correlation key. True if there
 * are too many to look at.
 */
export function canTakeMessage(
	kernel: Kernel,
	{ name, correlationKey, tenantId = defaultTenantId }: Pick<Message, 'name' | 'correlationKey' | 'tenantId'>,
): boolean {
	const find = (table: string, condition: string, ...values: string[]) =>
		kernel.database.get(`SELECT 1 FROM ${table} WHERE name = ? AND tenant_id = ? ${condition} LIMIT 1`, name, tenantId, ...values);
	if (find('message_start', '') ?? find('message_subscription', 'AND correlation_key = ?', correlationKey)) return true;
	const latest = listLatest(kernel, tenantId);
	const running = listRunning(kernel, tenantId, correlationKey);
	if (latest.length === maxProcesses || running.length === maxProcesses) return true;
	return (
		latest.some((key) => reads(kernel.definitions.get(key), name)) || running.some((key) => waitsFor(kernel.definitions.get(key), name))
	);
}

const listLatest = (kernel: Kernel, tenantId: string): number[] =>
	listKeys(
		kernel,
		`tenant_id = ? AND deleted_at IS NULL AND version = (SELECT MAX(version) FROM definition AS other
			WHERE other.tenant_id = definition.tenant_id AND other.process_id = definition.process_id AND other.deleted_at IS NULL)`,
		tenantId,
	);

/** Processes with instances; with a key, of instances begun by this key, or none: these can wait for any. */
const listRunning = (kernel: Kernel, tenantId: string, correlationKey?: string): number[] =>
	listKeys(
		kernel,
		`tenant_id = ? AND key IN (SELECT definition_key FROM process_instance WHERE state = 'ACTIVE'
			${correlationKey === undefined ? '' : 'AND (correlation_key = ? OR correlation_key IS NULL)'})`,
		tenantId,
		...(correlationKey === undefined ? [] : [correlationKey]),
	);

const listKeys = ({ database }: Kernel, condition: string, ...values: string[]): number[] =>
	database
		.all<{ key: number }>(`SELECT key FROM definition WHERE ${condition} ORDER BY key DESC LIMIT ${maxProcesses}`, ...values)
		.map(({ key }) => key);

const nodesOf = (process: ExecutableProcess): FlowNode[] => listNodes(process, process.processId);

function listNodes(process: ExecutableProcess, scope: string): FlowNode[] {
	return process.nodesOf(scope).flatMap((node) => [node, ...listNodes(process, node.id)]);
}

const readers = new Set(['startEvent', 'intermediateCatchEvent', 'boundaryEvent', 'receiveTask']);

const isReadBy = ({ type, event }: FlowNode, name: string): boolean =>
	readers.has(type) && event?.kind === 'message' && (event.name === name || event.name.startsWith('='));

const reads = (process: ExecutableProcess, name: string): boolean => nodesOf(process).some((node) => isReadBy(node, name));

/** The instance has passed the event by which it began. */
const waitsFor = (process: ExecutableProcess, name: string): boolean =>
	nodesOf(process).some((node) => isReadBy(node, name) && !(node.type === 'startEvent' && node.scopeId === process.processId));
