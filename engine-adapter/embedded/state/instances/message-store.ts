import type { Kernel } from '../../flow/kernel';
import type { StarterRow } from '../../flow/starter';

export interface MessageRow extends StarterRow {
	key: number;
	name: string;
	correlation_key: string;
	message_id: string | null;
	variables: string;
	expires: number;
	tenant_id: string;
}

export function isCorrelated(kernel: Kernel, messageKey: number, processId: string): boolean {
	return (
		kernel.database.get('SELECT 1 FROM message_correlation WHERE message_key = ? AND process_id = ?', messageKey, processId) !== undefined
	);
}

export function markCorrelated(kernel: Kernel, messageKey: number, processId: string): void {
	kernel.database.run('INSERT INTO message_correlation VALUES (?, ?)', messageKey, processId);
}

export function unmarkCorrelated(kernel: Kernel, messageKey: number, processId: string): void {
	kernel.database.run('DELETE FROM message_correlation WHERE message_key = ? AND process_id = ?', messageKey, processId);
}
