import type { RunEvents } from '../run/run-events';
import type { EntryBody, Unstamped } from './trail-entry';

/** Emits the events of an entry, so that hosts see exactly what the trail contains. */
export function emitEntry({ emit }: RunEvents, entry: Unstamped): void {
	if ('violations' in entry) for (const violation of entry.violations ?? []) emit({ kind: 'guardrail', violation });
	switch (entry.kind) {
		case 'model':
			return tellModel({ emit }, entry);
		case 'tool-started': {
			const { step, callId, tool, source, arguments: args } = entry;
			return emit({ kind: 'tool-started', step, callId, tool, source, arguments: args });
		}
		case 'tool-finished': {
			const { step, callId, tool, outcome, errorCode, characters, durationMs, search } = entry;
			if (search) emit({ kind: 'searched', step, callId, tool, search });
			return emit({ kind: 'tool-finished', step, callId, tool, outcome, ...(errorCode && { errorCode }), characters, durationMs });
		}
		case 'tool-answered': {
			const { step, call: callId, tool, source, arguments: args } = entry;
			return emit({ kind: 'tool-started', step, callId, tool, source, arguments: args });
		}
		case 'tool-asked': {
			const { step, call: callId, tool, durationMs } = entry;
			return emit({ kind: 'tool-finished', step, callId, tool, outcome: 'asked', characters: 0, durationMs });
		}
		case 'suspended':
			for (const { id, ...pending } of entry.pending)
				if (pending.kind === 'approval' && pending.agent === undefined)
					emit({ kind: 'tool-finished', step: entry.step, callId: id, tool: pending.tool, outcome: 'asked', characters: 0, durationMs: 0 });
			return emit({ kind: 'suspended', pending: entry.pending });
		case 'prepared':
			return entry.search && emit({ kind: 'searched', search: entry.search });
		case 'noted': // a call of a tool
		case 'tool-kept': // for the tool
		case 'called': // the called agent emits them
		case 'checked':
		case 'summary':
		case 'decision':
		case 'ended': // later events cover them
			return undefined;
	}
}

function tellModel({ emit }: Pick<RunEvents, 'emit'>, { step, response, attempts, durationMs }: EntryBody<'model'>): void {
	for (const attempt of attempts)
		if (!attempt.ok) emit({ kind: 'model-failed', step, errorCode: attempt.errorCode ?? 'INTERNAL', durationMs: attempt.durationMs });
	if (!response) return;
	const { model, usage, costUsd = null, toolCalls = [] } = response;
	emit({ kind: 'model-finished', step, model, usage, costUsd, durationMs, toolCalls: toolCalls.length });
}
