/** Calls performed outside, such as by elements of a process: the run waits for results without a person. */
import { mapTexts } from '../../../base/text/map-texts';
import type { ToolCall } from '../../../ports/models/models';
import type { ReadyCall } from '../../../tools/read-call';
import { readRunCall } from './read-run-call';
import type { OutsideCall } from '../../agent-outcome';
import type { Run } from '../run/run';
import type { OutsideWork, PlannedWork } from './planned-work';

/** Max active calls. Others wait: a model can ask for many at once. */
export const maxOutside = 8;

export function makeCall(ready: ReadyCall, rest: Omit<PlannedWork & { kind: 'call' }, 'kind' | 'ready'>): PlannedWork {
	const { callId, tool, masked, input } = ready;
	if (tool.tool.hasResult?.(callId) !== false) return { kind: 'call', ready, ...rest };
	return { kind: 'outside', callId, record: { id: callId, tool: tool.name, source: tool.source, arguments: masked }, input };
}

export async function continueOutside(run: Run, call: ToolCall): Promise<PlannedWork | undefined> {
	const record = findOutside(run, call.id);
	if (!record) return undefined;
	if (run.toolbox?.byName.get(call.name)?.tool.hasResult?.(call.id)) {
		const ready = await readRunCall(run, call);
		const comment = run.trail.recorded('decision', call.id)?.text ?? undefined;
		if (ready.kind === 'ready') return { kind: 'call', ready, comment };
	}
	const input = await mapTexts(record.arguments, (text) => run.context.vault.restore(text));
	return { kind: 'outside', callId: call.id, record, input };
}

function findOutside({ trail }: Run, callId: string): OutsideCall | undefined {
	for (const entry of trail.entries) {
		const record = entry.kind === 'suspended' ? entry.outside?.find(({ id }) => id === callId) : undefined;
		if (record) return record;
	}
	return undefined;
}

export async function startOutside({ trail }: Run, step: number, calls: OutsideWork[]): Promise<void> {
	for (const { callId, record } of calls) {
		const { tool, source } = record;
		if (!trail.has('tool-started', callId)) trail.write('tool-started', { step, callId, tool, source, arguments: record.arguments });
	}
	await trail.secure(true);
}
