import { findLanguage } from '../../../../core/base/text/language';
import { type RecognizedRight, recognizeRight } from '../../../../core/conversations/rights/recognize-right';
import { tellCustomer, tellPeople } from '../../../../core/conversations/rights/right-texts';
import { isOrigin, type MessageContent } from '../../../../core/ports/channels/message-content';
import type { ConversationRow } from '../conversation-rows';
import type { EventWork } from '../event-work';
import { selectMessages } from '../message-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { changeMode } from '../people/mode-rows';
import { putSends } from '../send-rows';
import { findDeskOf } from '../unsent-rows';
import { findOptOuts, isOptedOut } from './opted-out-rows';
import { addRequest, endAllTo, endOptOut, findOpenRequest } from './request-rows';

/** Begins the names of messages that answer a demand. */
export const answersRight = 'right ';

/** Returns what a message demands. Who has not opted out says "start" to the agent. */
export async function findRight(
	{ connection, hashName }: EventWork,
	row: ConversationRow,
	content: readonly MessageContent[],
): Promise<RecognizedRight | undefined> {
	const text = readText(content);
	const found = text === undefined ? undefined : recognizeRight(text);
	return found?.right !== 'opt-in' || (await isOptedOut(connection, row, hashName)) ? found : undefined;
}

/** A message that is one text. Where the customer came from is nothing that they say. */
function readText(content: readonly MessageContent[]): string | undefined {
	const [part, ...others] = content.filter((each) => !isOrigin(each));
	return part?.kind === 'text' && others.length === 0 ? part.text : undefined;
}

/** Does or notes what the contact demands, tells the desk, and answers with a fixed text, in one transaction with the message. @param key names the answer */
export async function applyRight(work: EventWork, row: ConversationRow, found: RecognizedRight, key: string): Promise<void> {
	const { connection, now, hashName } = work;
	const { tenant, id: conversation, contact, channel } = row;
	const { right } = found;
	const request = { tenant, contact, channel, conversation, by: 'contact' };
	const stops = right === 'opt-out' || right === 'wrong-number';
	// Who opts out again has the answer.
	if (stops && (await isOptedOut(connection, row, hashName))) return;
	const language = found.language ?? (await readLanguage(work, row));
	const known = await findOpenRequest(connection, { tenant, contact, kind: right });
	let protocol = known ?? '';
	if (right === 'opt-in') await comeBack(work, row);
	else protocol = known ?? (await addRequest(connection, { ...request, kind: right }, now));
	if (stops) await endAllTo(connection, row, { protocol, hashName });
	const text = tellCustomer(right, protocol, language);
	await putSends(connection, row, [{ key: `${answersRight}${key}`, content: { kind: 'text', text } }], now);
	if (known !== undefined) return;
	const note = { kind: 'note' as const, text: tellPeople(right, { contact, protocol, language }) };
	const desk = await findDeskOf(connection, tenant, channel);
	await addDeskWrites(connection, { tenant, id: `${answersRight}${key}`, conversation, desk }, [note], now);
}

/** The agent answers again, unless a person has written since. */
async function comeBack({ connection, now, hashName }: EventWork, row: ConversationRow): Promise<void> {
	const [by, reason] = ['contact', 'the customer wants messages again'];
	await endOptOut(connection, { tenant: row.tenant, contact: row.contact, by, reason }, { now, hashName });
	if (row.mode === 'person' && row.modeBy === 'agent') await changeMode(connection, row, { mode: 'agent', until: null, by, reason }, now);
}

/** The contact blocked us, or no longer does, as the channel's provider says. What they demanded in words, or of another channel, holds on. */
export async function applyBlock(work: EventWork, row: ConversationRow, isBlocked: boolean): Promise<void> {
	const { connection, now, hashName } = work;
	const { tenant, id: conversation, contact, channel } = row;
	const protocols = await findOptOuts(connection, row, hashName);
	if (isBlocked && protocols.length === 0) {
		const added = await addRequest(connection, { tenant, contact, channel, conversation, kind: 'opt-out', by: 'provider' }, now);
		await endAllTo(connection, row, { protocol: added, hashName });
	}
	if (isBlocked) return;
	const ofBlock = `SELECT protocol FROM contact_request WHERE tenant = ? AND protocol = ? AND requested_by = 'provider' AND channel = ?`;
	for (const protocol of protocols) if (!(await connection.get(ofBlock, tenant, protocol, channel))) return;
	await endOptOut(connection, { tenant, contact, by: 'provider', reason: 'no longer blocked' }, { now, hashName });
}

/** As many as tell the language of a talk. */
const maxRead = 5;

async function readLanguage({ connection }: EventWork, row: ConversationRow) {
	const messages = await selectMessages(connection, row, `author = 'contact' ORDER BY number DESC LIMIT ?`, maxRead);
	const [message = '', ...earlier] = messages.map(({ content }) => readText(content) ?? '');
	return findLanguage({ message, earlier: earlier.toReversed() });
}
