import { findLanguage } from '../../../../core/base/text/language';
import { findOnlyWords } from '../../../../core/conversations/rights/only-words';
import { isStop, type RecognizedRight, recognizeRights } from '../../../../core/conversations/rights/recognize-right';
import { tellCustomer, tellPeople } from '../../../../core/conversations/rights/right-texts';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import { takeFromTurn } from '../burst-rows';
import { readChannelRules } from '../channel-rules';
import { type ConversationRow, findConversation } from '../conversation-rows';
import type { EventWork } from '../event-work';
import { selectMessages } from '../message-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { findLinked } from '../people/desk-links';
import { type MessageKey, openMessage } from '../sealed/message-text';
import { putSends } from '../send-rows';
import { findDeskOf } from '../unsent-rows';
import { findOptOuts, isOptedOut } from './opted-out-rows';
import { findRestriction, wantsNoMessages } from './restricted-rows';
import { addRequest, endAllTo, endOptOut, findOpenRequest } from './request-rows';

export const answersRight = 'right ';

/** `linked`: the customer's conversation, if the demand came from a desk's copy. */
interface Demand extends RecognizedRight {
	linked: ConversationRow | undefined;
}

type RightWork = Pick<EventWork, 'connection' | 'now' | 'hashName' | 'rules'> & { from?: Pick<EventWork['from'], 'people'> };

/** Returns a message's demands. "Start" without an opt-out is for the agent; a desk's copy of it has no effect. */
export async function findRights(
	{ connection, hashName, rules }: Omit<RightWork, 'now'>,
	row: ConversationRow,
	{ content, contact }: Pick<MessageEvent, 'content' | 'contact'>,
): Promise<Demand[]> {
	const words = findOnlyWords(content);
	const found = words === undefined ? [] : recognizeRights(words, rules);
	if (found.length === 0) return [];
	const linked = await findLinked(connection, row, contact);
	if (found[0]!.right === 'opt-in' && (linked !== undefined || !(await mayComeBack(connection, row, hashName)))) return [];
	return found.map((one) => ({ ...one, linked }));
}

/** Only an opt-out ends by a word; people lift restrictions. */
const mayComeBack = async (...whose: Parameters<typeof isOptedOut>): Promise<boolean> =>
	(await isOptedOut(...whose)) && (await findRestriction(...whose)) === undefined;

export async function applyRights(work: RightWork, place: ConversationRow, found: readonly Demand[], key: string): Promise<void> {
	const answers: Answer[] = [];
	for (const [index, one] of found.entries()) {
		const answer = await applyRight(work, place, one, index === 0 ? key : `${key} ${one.right}`);
		if (answer) answers.push(answer);
	}
	if (answers.length === 0) return;
	// One message, so that no answer is overlooked.
	const text = answers.map((one) => one.text).join('\n\n');
	await putSends(work.connection, answers[0]!.row, [{ key: `${answersRight}${key}`, content: { kind: 'text', text } }], work.now);
}

interface Answer {
	row: ConversationRow;
	text: string;
}

/** Checks a transcribed audio for demands. @returns true for a demand, which needs no turn */
export async function hearSpoken({ connection, now, hashName, from }: Omit<RightWork, 'rules'>, key: MessageKey): Promise<boolean> {
	const { tenant, conversation, number } = key;
	const row = await findConversation(connection, tenant, conversation);
	const message = await connection.get<{ content: string }>(
		`SELECT content FROM message WHERE tenant = ? AND conversation = ? AND number = ? AND author = 'contact'`,
		tenant,
		conversation,
		number,
	);
	if (row === undefined || message === undefined) return false;
	const work = { connection, now, hashName, rules: await readChannelRules(connection, row), ...(from && { from }) };
	const content = await openMessage(connection, key, message.content);
	const found = await findRights(work, row, { content, contact: [] });
	if (found.length === 0) return false;
	await takeFromTurn(connection, row, number);
	await applyRights(work, row, found, `${row.id} ${number}`);
	return true;
}

/** Applies or notes a demand and informs the desk, in the message's transaction. @returns the reply, if any */
async function applyRight(work: RightWork, place: ConversationRow, found: Demand, key: string): Promise<Answer | undefined> {
	const { connection, now, hashName } = work;
	const row = found.linked ?? place;
	const { tenant, id: conversation, contact, channel } = row;
	const { right } = found;
	const request = { tenant, contact, channel, conversation, by: 'contact' };
	const stops = isStop(right);
	// A repeated opt-out is already answered.
	if (stops && (await wantsNoMessages(connection, row, hashName))) return undefined;
	const language = found.language ?? (await readLanguage(work, row));
	const known = await findOpenRequest(connection, { tenant, contact, kind: right });
	let protocol = known ?? '';
	if (found.linked !== undefined && known !== undefined) return undefined;
	if (right === 'opt-in')
		await endOptOut(connection, { tenant, contact, by: 'contact', reason: 'the customer wants messages again' }, { now, hashName });
	else protocol = known ?? (await addRequest(connection, { ...request, kind: right }, now));
	if (stops) await endAllTo(connection, row, { protocol, hashName });
	const { rightTexts } = found.linked ? await readChannelRules(connection, row) : work.rules;
	const text = tellCustomer(right, { protocol, language, rightTexts });
	// A request is answered where it was made, an opt-out by the first to see it.
	const answer = found.linked === undefined || stops ? { row, text } : undefined;
	if (known !== undefined) return answer;
	const note = { kind: 'note' as const, text: tellPeople(right, { contact, protocol, language: work.from?.people?.language ?? language }) };
	const desk = await findDeskOf(connection, tenant, channel);
	await addDeskWrites(connection, { tenant, id: `${answersRight}${key}`, conversation, desk }, [note], now);
	return answer;
}

/** Applies the provider's report of a block or its end. Demands in words, or of other channels, stay. */
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

/** As many as language detection uses. */
const maxRead = 5;

async function readLanguage({ connection }: Pick<RightWork, 'connection'>, row: ConversationRow) {
	const messages = await selectMessages(connection, row, `author = 'contact' ORDER BY number DESC LIMIT ?`, maxRead);
	const [message = '', ...earlier] = messages.map(({ content }) => findOnlyWords(content) ?? '');
	return findLanguage({ message, earlier: earlier.toReversed() });
}
