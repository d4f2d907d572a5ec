import { toIso } from '../../../core/base/iso-time';
import { TroupeError } from '../../../core/base/errors';
import type { Kernel } from '../flow/kernel';
import type { TenantIds } from '../state/tenants';
import { searchEndedUserTasks } from './ended-work';

export interface TaskEnd {
	how: 'completed' | 'cancelled';
	/** Milliseconds since the epoch. */
	at: number;
	/** If the caller was known by name. */
	by?: string | undefined;
}

export function findTaskEnd(kernel: Kernel, key: string, tenants: TenantIds): TaskEnd | undefined {
	const [task] = searchEndedUserTasks(kernel, { key, tenants }).rows;
	if (task?.endedAt === undefined) return undefined;
	return { how: task.state === 'COMPLETED' ? 'completed' : 'cancelled', at: task.endedAt, by: task.completedBy };
}

export function taskEnded(code: 'USER_TASK_NOT_FOUND' | 'STATE_CONFLICT', key: string, { how, at, by }: TaskEnd): TroupeError {
	const when = toIso(at);
	return new TroupeError({
		code,
		message: `The user task ${key} was ${how}${by === undefined ? '' : ` by ${by}`} at ${when}.`,
		fix: 'Read what became of its process instance. A task is completed only once.',
		details: { key, ...(how === 'completed' ? { decidedAt: when, ...(by !== undefined && { decidedBy: by }) } : { cancelledAt: when }) },
	});
}
