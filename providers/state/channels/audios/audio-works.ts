import type { TakenWork, WorkKindName } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { addWork } from '../../work/work-rows';

/** Works that transcribe audios and those that forget texts. Keys: audio ids; lanes: channels. */
export const audioWork: WorkKindName = 'channel-audio';
export const transcriptWork: WorkKindName = 'channel-transcript';

type Named = Pick<TakenWork, 'tenant' | 'key' | 'lane'>;

export const addAudioWork = (connection: StateConnection, audio: Named, now: number): Promise<void> =>
	addWork(connection, { ...audio, kind: audioWork, dueAt: now });

export const addTranscriptWork = (connection: StateConnection, audio: Named, dueAt: number): Promise<void> =>
	addWork(connection, { ...audio, kind: transcriptWork, dueAt, moves: true });

export async function forgetAnswered(connection: StateConnection, tenant: string, conversation: string): Promise<void> {
	const audios = await connection.all<{ key: string; lane: string }>(
		`SELECT id AS key, channel AS lane FROM audio WHERE tenant = ? AND conversation = ? AND state = 'transcribed' AND keeps <> 'transcript'`,
		tenant,
		conversation,
	);
	for (const audio of audios) await addTranscriptWork(connection, { tenant, ...audio }, 0);
}
