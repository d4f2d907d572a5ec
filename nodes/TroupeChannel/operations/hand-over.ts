import type { IDataObject } from 'n8n-workflow';
import { handOver as giveToPeople } from '../../../core/channels/hand-over';
import { readSummary } from '../../../core/conversations/hand-over/read-summary';
import type { HandOverSummary } from '../../../core/ports/channels/hand-overs';
import { findTurn } from '../find-turn';
import { idempotencyKey } from '../idempotency-key';
import { type ChannelWork, invalid, requireConversation } from '../open-work';
import { readText } from '../read-text';

const maxReasonLength = 500;
const usualReason = 'The workflow needs a person';

/** Like `troupe:hand-over`, with last words to the customer and a summary for the desk. */
export async function handOver(work: ChannelWork): Promise<IDataObject> {
	const { context, item, tenant, parts } = work;
	const { id } = await requireConversation(work);
	const reason = readText(context, 'reason', item).trim().slice(0, maxReasonLength) || usualReason;
	const turn = findTurn(context, item, id);
	const lastWords = readText(context, 'lastWords', item).trim();
	const minutes = Number(context.getNodeParameter('minutes', item, 0)) || 0;
	const summary = readNodeSummary(work);
	const done = await giveToPeople(parts, {
		tenant,
		conversation: id,
		key: `hand-over ${idempotencyKey(work, turn)}`,
		reason,
		summary,
		lastWords,
		by: `workflow:${context.getWorkflow().id ?? ''}`,
		...(turn && { turn: turn.id }),
		...(minutes > 0 && { settings: { unansweredMinutes: minutes, whenUnanswered: 'agent' as const } }),
	});
	if (done.kind === 'unknown-conversation') throw invalid('The conversation was forgotten meanwhile.', 'Do nothing for this person.');
	const desk = done.desk && 'name' in done.desk ? done.desk.name : null;
	const problem = done.desk && 'missing' in done.desk ? done.desk.missing : null;
	return { conversation: id, mode: 'person', handOver: done.handOver.id, reason, summary: { ...summary }, desk, problem };
}

/** A text is a note; JSON has the fields of a summary. @throws TroupeError INPUT_INVALID */
function readNodeSummary({ context, item }: ChannelWork): HandOverSummary {
	const written = context.getNodeParameter('summary', item, '') as unknown;
	const text = typeof written === 'string' ? written.trim() : '';
	const value = typeof written === 'string' ? (text.startsWith('{') ? parse(text) : { notes: text }) : (written ?? {});
	const read = readSummary(value);
	if (read.kind === 'ok') return read.summary;
	throw invalid(`The field "Summary" ${read.problem}.`, 'Write a text, or an object such as {"name": "Maria", "temperature": "hot"}.');
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return { notes: text };
	}
}
