import { listSearches } from './list-searches';
import type { RunEvents } from '../run/run-events';
import type { EntryBody, Unstamped } from './trail-entry';

const maxErrorText = 500;

type Emit = RunEvents['emit'];
type Tellers = { [Kind in Unstamped['kind']]?: (emit: Emit, entry: Extract<Unstamped, { kind: Kind }>) => void };

/** Emits the events of an entry: hosts see exactly the trail. */
export function emitEntry({ emit }: RunEvents, entry: Unstamped): void {
	if ('violations' in entry) for (const violation of entry.violations ?? []) emit({ kind: 'guardrail', violation });
	tellEntry(emit, entry);
}

function tellEntry<Kind extends Unstamped['kind']>(emit: Emit, entry: Extract<Unstamped, { kind: Kind }>): void {
	tellers[entry.kind]?.(emit, entry);
}

/** Other entries have no events: later ones cover them, or the called agent emits them. */
const tellers: Tellers = {
	model: tellModel,
	'tool-started': (emit, { step, callId, tool, source, arguments: args }) =>
		emit({ kind: 'tool-started', step, callId, tool, source, arguments: args }),
	'tool-finished': tellResult,
	'tool-answered': (emit, { step, call: callId, tool, source, arguments: args }) =>
		emit({ kind: 'tool-started', step, callId, tool, source, arguments: args }),
	'tool-asked': (emit, { step, call: callId, tool, durationMs }) => tellAsked(emit, { step, callId, tool, durationMs }),
	reviewed: (emit, { step, callId, tool, model, verdict, reason, response }) =>
		emit({ kind: 'reviewed', step, callId, tool, model, verdict, ...(reason && { reason }), costUsd: response?.costUsd ?? null }),
	extracted: (emit, { step, callId, tool, taken, response, durationMs }) =>
		emit({
			kind: 'extracted',
			step,
			callId,
			tool,
			...(response && { model: response.model }),
			isRead: taken !== undefined,
			dismissed: taken?.dismissed.length ?? 0,
			costUsd: response?.costUsd ?? null,
			durationMs,
		}),
	suspended: tellSuspension,
	agreed: (emit, { call, ...agreed }) => tellDecision(emit, { ...agreed, callId: call, approved: true, text: null }),
	decision: tellDecision,
	ended: (emit, { quoted }) => quoted && tellModel(emit, { ...quoted, room: 0, asked: '', attempts: [], durationMs: 0 }),
	prepared: (emit, entry) =>
		listSearches(entry).forEach(({ ofQuestion, ...search }) => emit({ kind: 'searched', ...(ofQuestion && { ofQuestion }), search })),
};

function tellModel(emit: Emit, { step, response, attempts, durationMs }: EntryBody<'model'>): void {
	for (const attempt of attempts)
		if (!attempt.ok) emit({ kind: 'model-failed', step, errorCode: attempt.errorCode ?? 'INTERNAL', durationMs: attempt.durationMs });
	if (!response) return;
	const { model, usage, costUsd = null, toolCalls = [], instead } = response;
	const told = { kind: 'model-finished', step, model, usage, costUsd, durationMs, toolCalls: toolCalls.length } as const;
	emit(instead ? { ...told, instead } : told);
}

function tellResult(emit: Emit, entry: EntryBody<'tool-finished'>): void {
	const { step, callId, tool, outcome, errorCode, characters, durationMs, trusted, search, sandbox } = entry;
	const said = outcome === 'error' && { text: entry.text.slice(0, maxErrorText) };
	if (search) emit({ kind: 'searched', step, callId, tool, search });
	if (sandbox) emit({ kind: 'sandboxed', step, callId, tool, sandbox });
	const told = { ...(errorCode && { errorCode }), characters, durationMs, ...(trusted && { trusted }), ...said };
	emit({ kind: 'tool-finished', step, callId, tool, outcome, ...told });
}

function tellSuspension(emit: Emit, { step, pending, outside }: EntryBody<'suspended'>): void {
	if (outside) return;
	for (const { id, ...each } of pending)
		if (each.kind === 'approval' && each.agent === undefined) tellAsked(emit, { step, callId: id, tool: each.tool, durationMs: 0 });
	emit({ kind: 'suspended', pending });
}

function tellDecision(
	emit: Emit,
	{ callId, approved, text, by, login, viewSha256, statement }: Omit<EntryBody<'decision'>, 'violations'>,
): void {
	emit({
		kind: 'decided',
		callId,
		approved,
		...(text !== null && { text }),
		...(by !== undefined && { by }),
		...(login && { login }),
		...(viewSha256 !== undefined && { viewSha256 }),
		...(statement !== undefined && { statement }),
	});
}

function tellAsked(emit: Emit, call: { step: number; callId: string; tool: string; durationMs: number }): void {
	emit({ kind: 'tool-finished', ...call, outcome: 'asked', characters: 0 });
}
