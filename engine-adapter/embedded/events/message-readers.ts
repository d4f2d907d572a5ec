import type { FlowNode } from '../../../bpmn/reading/process-model';
import type { MessageReader } from '../../engine/message-readers';
import type { Kernel } from '../flow/kernel';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { defaultTenantId } from '../state/tenants';

/** Bounds a look: each process is read. */
const maxProcesses = 500;

/** Lists the latest versions of processes that begin with the message or wait for it. An expression can be any name. */
export function findMessageReaders(kernel: Kernel, name: string, tenantId = defaultTenantId): MessageReader[] {
	const latest = kernel.database.all<{ key: number }>(
		`SELECT key FROM definition WHERE tenant_id = ?1 AND deleted_at IS NULL AND version =
			(SELECT MAX(version) FROM definition AS other WHERE other.tenant_id = ?1 AND other.process_id = definition.process_id AND other.deleted_at IS NULL)
		ORDER BY key DESC LIMIT ?2`,
		tenantId,
		maxProcesses,
	);
	return latest.flatMap(({ key }) => {
		const process = kernel.definitions.get(key);
		const nodes = listNodes(process, process.processId);
		if (!nodes.some((node) => readsMessage(node, name))) return [];
		const jobs = nodes.flatMap(({ job, headers }) => (job ? [{ type: job.type, headers }] : []));
		return [{ processId: process.processId, jobs }];
	});
}

function listNodes(process: ExecutableProcess, scope: string): FlowNode[] {
	return process.nodesOf(scope).flatMap((node) => [node, ...listNodes(process, node.id)]);
}

const readers = new Set(['startEvent', 'intermediateCatchEvent', 'boundaryEvent', 'receiveTask']);

const readsMessage = ({ type, event }: FlowNode, name: string): boolean =>
	readers.has(type) && event?.kind === 'message' && (event.name === name || event.name.startsWith('='));
