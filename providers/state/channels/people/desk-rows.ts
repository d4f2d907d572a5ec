import type { ChannelsOfTenant, DeskContent, DeskWrite, SendOutcome } from '../../../../core/ports';
import type { StateConnection } from '../../../../database/state-database';
import { ofChannels } from '../of-channels';
import { isNotPaused } from '../paused';

interface DeskWriteRow extends Omit<DeskWrite, 'content'> {
	content: string;
}

const selected = `tenant, id, channel AS "desk", conversation, content, state, attempts, reason, tried_at AS "triedAt", created_at AS "createdAt"`;

export async function selectWrites(
	connection: StateConnection,
	condition: string,
	...values: Array<string | number>
): Promise<DeskWrite[]> {
	const rows = await connection.all<DeskWriteRow>(`SELECT ${selected} FROM desk_write WHERE ${condition}`, ...values);
	return rows.map((row) => ({ ...row, content: JSON.parse(row.content) as DeskContent }));
}

interface Hold {
	holder: string;
	max: number;
	now: number;
	until: number;
	of: ChannelsOfTenant | undefined;
}

/** The first write of each conversation that waits, if its time has come. */
export async function takeDeskWrites(connection: StateConnection, { holder, max, now, until, of }: Hold): Promise<DeskWrite[]> {
	const whose = ofChannels('desk_write', of);
	const due = await selectWrites(
		connection,
		`try_at <= ? AND NOT EXISTS (
			SELECT 1 FROM desk_write AS earlier WHERE earlier.tenant = desk_write.tenant AND earlier.conversation = desk_write.conversation
			AND earlier.waits = 1 AND earlier.number < desk_write.number
		) AND ${isNotPaused('desk_write')}${whose.condition} ORDER BY try_at, id LIMIT ?`,
		...[now, ...whose.values, max],
	);
	for (const write of due) {
		// One in `sending` whose lease has ended: nobody knows whether the desk has it.
		write.state = write.state === 'queued' ? 'sending' : 'unknown';
		write.attempts += 1;
		if (write.state === 'sending') write.triedAt = now;
		await connection.run(
			'UPDATE desk_write SET state = ?, attempts = ?, try_at = ?, holder = ?, tried_at = ? WHERE tenant = ? AND id = ?',
			...[write.state, write.attempts, until, holder, write.triedAt, write.tenant, write.id],
		);
	}
	return due;
}

export async function noteDeskWrite(
	connection: StateConnection,
	{ tenant, id }: DeskWrite,
	holder: string,
	{ outcome, tryAt }: { outcome: SendOutcome | { kind: 'not-sent' }; tryAt: number | null },
): Promise<void> {
	await connection.run(
		`UPDATE desk_write SET state = ?, waits = ?, try_at = ?, holder = NULL, reason = ? WHERE tenant = ? AND id = ? AND holder = ?`,
		...[toState(outcome, tryAt !== null), Number(tryAt !== null), tryAt, 'reason' in outcome ? outcome.reason : null, tenant, id, holder],
	);
}

function toState({ kind }: SendOutcome | { kind: 'not-sent' }, isTriedAgain: boolean): DeskWrite['state'] {
	if (kind === 'sent' || kind === 'unknown') return kind;
	return isTriedAgain ? 'queued' : 'refused';
}

/** Lets a write that was given up be tried again. One with an unknown outcome is looked up first. */
export async function resetDeskWrite(
	connection: StateConnection,
	{ tenant, channel, id }: { tenant: string; channel: string; id: string },
	now: number,
): Promise<boolean> {
	const changed = await connection.run(
		`UPDATE desk_write SET state = CASE state WHEN 'refused' THEN 'queued' ELSE state END, waits = 1, attempts = 0, try_at = ?1, reason = NULL
		WHERE tenant = ?2 AND id = ?3 AND waits = 0 AND state IN ('refused', 'unknown')
		AND (channel = ?4 OR hand_over IN (SELECT id FROM hand_over WHERE tenant = ?2 AND channel = ?4))`,
		...[now, tenant, id, channel],
	);
	return changed > 0;
}
