import { readCall } from '../../../tools/read-call';
import type { ToolCall } from '../../../ports/models/models';
import { joinSensitivity } from '../../../ports/sensitivity';
import { listCallers } from '../team/caller';
import type { EarlierCall } from '../../../tools/permissions';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import { listBefore } from '../trail/list-before';
import { noteSameTokens } from './same-values';
import { findValueOrigins, listAllTexts } from './value-origins';
import { listSensitivity } from '../trail/list-sensitivity';

export async function readRunCall(run: Run, call: ToolCall): ReturnType<typeof readCall> {
	await noteSameTokens(run, call, () => listAllTexts(run, call.id));
	const before = listBefore(run, call.id);
	const trails = [before, ...listCallers(run).map(({ trail }) => trail.entries)];
	const classes = joinSensitivity(trails.map(listSensitivity))?.class ?? [];
	return readCall(call, run.toolbox!, (text) => run.context.vault.restore(text), {
		asker: run.asker,
		classes,
		called: listCalled(before),
		language: findPromptLanguage(run),
		findOrigins: (masked) => findValueOrigins(run, call, masked),
	});
}

function listCalled(entries: readonly TrailEntry[]): EarlierCall[] {
	const succeeded = new Set(entries.flatMap((entry) => (entry.kind === 'tool-finished' && entry.outcome === 'ok' ? [entry.callId] : [])));
	return entries.flatMap((entry) =>
		entry.kind === 'tool-started' && succeeded.has(entry.callId)
			? [{ tool: entry.tool, input: entry.arguments as Record<string, unknown> }]
			: [],
	);
}
