import { describeInsistence, describeUnanswered } from '../../../../core/conversations/hand-over/describe-summary';
import type { Language } from '../../../../core/base/text/languages';
import type { DeskContent, HandOver, HandOverSettings } from '../../../../core/ports/channels/hand-overs';
import type { TakenWork } from '../../../../core/ports/work';
import type { StateConnection } from '../../../database/state-database';
import { finishWork } from '../../work/work-rows';
import { logContact } from '../contacts/contact-rows';
import { type ConversationRow, findConversation } from '../conversation-rows';
import { addDeskWrites, toHandOvers, selectHandOvers } from './hand-over-rows';
import { changeMode, isSwitchedOff } from './mode-rows';

const isOpen = `tenant = ? AND id = ? AND state = 'open'`;

/** Reads a hand-over that no person has answered. */
export async function readUnanswered(connection: StateConnection, { tenant, key }: TakenWork): Promise<HandOver | undefined> {
	return (await toHandOvers(connection, await selectHandOvers(connection, isOpen, tenant, key)))[0];
}

/** Lets the agent come back, or tells the desk again. @returns false if a person was quicker */
export async function endUnanswered(
	connection: StateConnection,
	work: TakenWork,
	settings: HandOverSettings,
	now: number,
): Promise<boolean> {
	const { tenant, key: id } = work;
	if (!(await finishWork(connection, work))) return false;
	const [row] = await selectHandOvers(connection, isOpen, tenant, id);
	const owner = row && (await findConversation(connection, tenant, row.conversation));
	if (owner === undefined) return false;
	const { conversation, at, language } = row!;
	if (settings.whenUnanswered === 'agent') {
		if (isSwitchedOff(owner)) return false;
		await changeMode(connection, owner, { mode: 'agent', until: null, by: 'agent', reason: 'no person answered in time' }, now);
		return true;
	}
	await connection.run(`UPDATE hand_over SET state = 'escalated' WHERE tenant = ? AND id = ?`, tenant, id);
	const details = { channel: owner.channel, conversation, reason: 'no person answered in time' };
	await logContact(connection, { tenant, contact: owner.contact, kind: 'escalated', actor: 'agent', details }, now);
	const contents: DeskContent[] = [
		{ kind: 'note', text: describeUnanswered(at, language as Language) },
		{ kind: 'labels', labels: [settings.escalationLabel] },
	];
	await addDeskWrites(connection, { tenant, id, conversation, desk: settings.desk }, contents, now);
	return true;
}

const tellAgainMs = 10 * 60_000;

/** Tells the desk that the customer writes again while nobody has answered. */
export async function tellAgain(connection: StateConnection, { tenant, id: conversation }: ConversationRow, now: number): Promise<void> {
	const unanswered = `tenant = ? AND conversation = ? AND state IN ('open', 'escalated') ORDER BY at DESC LIMIT 1`;
	const [row] = await selectHandOvers(connection, unanswered, tenant, conversation);
	if (row === undefined) return;
	const { id, at, language } = row;
	const last = await connection.get<{ desk: string; at: number }>(
		'SELECT channel AS desk, created_at AS at FROM desk_write WHERE tenant = ? AND hand_over = ? ORDER BY number DESC LIMIT 1',
		...[tenant, id],
	);
	if (last === undefined || now - last.at < tellAgainMs) return;
	const text = describeInsistence(at, language as Language);
	await addDeskWrites(connection, { tenant, id, conversation, desk: last.desk }, [{ kind: 'note', text }], now);
}
