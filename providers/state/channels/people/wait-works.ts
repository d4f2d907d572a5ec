import type { WorkKindName } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { cancelWaitingWork, planWork } from '../../work/work-rows';
import type { ConversationRow } from '../conversation-rows';

/** The works that look whether a customer has waited for too long. Their keys are ids of conversations; each channel is a lane. */
export const waitWork: WorkKindName = 'conversation-wait';

/** Lets somebody look at this time, or earlier, whether the conversation waits for too long. */
export const planWait = (
	connection: StateConnection,
	{ tenant, id: key, channel: lane }: Pick<ConversationRow, 'tenant' | 'id' | 'channel'>,
	dueAt: number,
): Promise<void> => planWork(connection, { tenant, kind: waitWork, key, lane, dueAt }, { orEarlier: true });

/** Nothing waits in the conversation. */
export const cancelWait = async (connection: StateConnection, { tenant, id }: Pick<ConversationRow, 'tenant' | 'id'>): Promise<void> =>
	void (await cancelWaitingWork(connection, { tenant, kind: waitWork, key: id }));
