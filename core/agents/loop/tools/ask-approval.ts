import type { ToolCall } from '../../../ports/models/models';
import type { ToolEffect } from '../../../ports/tools/tool-effect';
import type { Tool } from '../../../ports/tools/tools';
import { mapTexts } from '../../../base/text/map-texts';
import { readArguments } from '../../../tools/read-arguments';
import { computePin } from '../../../tools/tool-pin';
import type { ReadyCall } from '../../../tools/read-call';
import { countPeople, isHost, underRules } from '../../approvals/approval-rules';
import { approvalWords as words } from '../../approvals/approval-words';
import { toPending } from '../../approvals/pending-decision';
import { findValueOrigins } from './value-origins';
import { listCallers } from '../team/caller';
import { findAsked, findStarter, listAgreed } from '../waiting/read-stored-trail';
import type { Run } from '../run/run';
import { listBefore } from '../trail/list-before';
import type { TrailEntry } from '../trail/trail-entry';
import type { KnownText, RecordedDecision } from '../../approvals/recorded-decision';
import type { PendingCall } from './planned-work';

const maxKnown = 3;
const maxKnownText = 300;
const maxOrigins = 20;

export async function askApproval(
	run: Run,
	call: ToolCall,
	{ tool, approval, masked, input, limit, isRuled, because = isRuled ? 'rule' : 'no-rule' }: ReadyCall,
	review?: TrailEntry<'reviewed'>,
): Promise<PendingCall> {
	const member = run.parts.members?.find((one) => one.tool === tool.tool);
	const effect: ToolEffect = member ? ((await member.reach?.())?.effect ?? 'irreversible') : tool.effect;
	const knew = listKnown(run, call.id);
	const valueOrigins = findValueOrigins(run, call, masked)
		.toSorted((one, other) => Number(one.trusted) - Number(other.trusted))
		.slice(0, maxOrigins);
	const { approvals: rules = {} } = run.parts;
	const before = findAsked(run, call.id)?.record;
	const people = countPeople(before?.kind === 'approval' ? before : {}, rules);
	const about = {
		effect,
		requestedBy: findRequester(run),
		...(valueOrigins.length > 0 && { valueOrigins }),
		...(knew.length > 0 && { knew }),
		because,
		...(limit && { limit }),
		...(review && { review: { model: review.model, verdict: review.verdict, ...(review.reason && { reason: review.reason }) } }),
		...(people > 1 && { people, approvedBy: listAgreed(run, call.id) }),
	};
	const asked = { source: tool.source, approval: underRules(approval, effect, { ...rules, people }) };
	const pin = pinOf(tool.tool);
	return {
		...(await toPendingCall(run, call, { ...asked, arguments: masked, restored: input, about })),
		...(pin !== undefined && { pin }),
	};
}

function findRequester(run: Run): NonNullable<Asked['about']['requestedBy']> {
	const { definition, tenant } = run.parts;
	const { id, version } = definition;
	const by = findStarter((listCallers(run).at(-1) ?? run).trail.entries);
	return { id, version, ...(tenant !== undefined && { tenant }), ...(by !== undefined && !isHost(by) && { by }) };
}

/** Returns a pin of a foreign tool's description: it can change while a person decides. */
export const pinOf = (tool: Tool): string | undefined => (/^(?:mcp|a2a):/.test(tool.source) ? computePin(tool) : undefined);

/** A replay has no tools: a call without a recorded result waited for a person. */
export async function askAgain(run: Run, call: ToolCall): Promise<PendingCall> {
	const { value = call.arguments } = readArguments(call.arguments);
	const asked = findAsked(run, call.id)?.record;
	const { approver, message, effect, requestedBy, knew, valueOrigins, limit, review, because } = asked?.kind === 'approval' ? asked : {};
	const approval = { approver, ...(message !== undefined && { message: { en: message, pt: message } }) };
	const about = {
		...(effect && { effect }),
		...(requestedBy && { requestedBy }),
		...(valueOrigins && { valueOrigins }),
		...(knew && { knew }),
		...(limit && { limit }),
		...(review && { review }),
		...(because && { because }),
	};
	const restored = await mapTexts(value, (text) => run.context.vault.restore(text));
	return toPendingCall(run, call, { source: '', approval, arguments: value, restored, about });
}

interface Asked extends Pick<PendingCall, 'source' | 'approval'> {
	arguments: unknown;
	restored: unknown;
	about: Pick<
		RecordedDecision & { kind: 'approval' },
		'effect' | 'requestedBy' | 'knew' | 'valueOrigins' | 'limit' | 'people' | 'approvedBy' | 'review' | 'because'
	>;
}

async function toPendingCall(
	{ context }: Run,
	call: ToolCall,
	{ source, approval, restored, about, ...asked }: Asked,
): Promise<PendingCall> {
	const { approver, message: messages = {} } = approval;
	const message = messages[context.language] ?? messages.en ?? messages.pt;
	const record: RecordedDecision = {
		id: call.id,
		kind: 'approval',
		tool: call.name,
		arguments: asked.arguments,
		...about,
		...(approver !== undefined && { approver }),
		...(message !== undefined && { message }),
	};
	const restore = (text: string) => context.vault.restore(text);
	const knew = await mapTexts(about.knew, restore);
	const valueOrigins = await mapTexts(about.valueOrigins, restore);
	const known = { ...(valueOrigins && { valueOrigins }), ...(knew && { knew }) };
	const shown = toPending(record, { ...record, arguments: restored, ...known }, context.language);
	return { kind: 'pending', shown, record, source, approval };
}

function listKnown({ trail, caller, context }: Run, callId: string): KnownText[] {
	const before = listBefore({ trail }, callId);
	const results = before
		.filter((entry): entry is TrailEntry<'tool-finished'> => entry.kind === 'tool-finished' && entry.outcome === 'ok')
		.map(({ tool, text }) => ({ from: tool, text }));
	const { passages = [], turns = [], message = '', note } = before.find((entry) => entry.kind === 'prepared') ?? {};
	const task = caller && !caller.handsOver ? [{ from: caller.run.parts.definition.id, text: message }] : [];
	const replies = turns
		.filter(({ from = [] }) => from.length > 0)
		.map(({ reply }) => ({ from: words[context.language].earlierReply, text: reply }));
	const known = [
		...task,
		...(note ? [note] : []),
		...results.toReversed(),
		...passages.map(({ title, text }) => ({ from: title, text })),
		...replies.toReversed(),
	];
	return known.slice(0, maxKnown).map(({ from, text }) => ({ from, text: text.slice(0, maxKnownText), characters: text.length }));
}
