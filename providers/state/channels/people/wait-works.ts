import type { WorkKindName } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { cancelWaitingWork, planWork } from '../../work/work-rows';
import type { ConversationRow } from '../conversation-rows';

/** Works that check for overdue waits. Keys: conversation ids; lanes: channels. */
export const waitWork: WorkKindName = 'conversation-wait';

export const planWait = (
	connection: StateConnection,
	{ tenant, id: key, channel: lane }: Pick<ConversationRow, 'tenant' | 'id' | 'channel'>,
	dueAt: number,
): Promise<void> => planWork(connection, { tenant, kind: waitWork, key, lane, dueAt }, { orEarlier: true });

export const cancelWait = async (connection: StateConnection, { tenant, id }: Pick<ConversationRow, 'tenant' | 'id'>): Promise<void> =>
	void (await cancelWaitingWork(connection, { tenant, kind: waitWork, key: id }));
