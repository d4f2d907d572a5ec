import { type Event, EventType, PROTOCOL_VERSION } from '@ag-ui/core';
import type { AgentEvent } from '../../../core/agents/agent-event';
import { toCallersEvent } from '../callers-event';
import type { TellRun } from '../run-frames';
import type { RunInput } from './run-input';
import { ToldRun } from './told-run';

export const agUiFrames = (input: Pick<RunInput, 'threadId' | 'runId'>): TellRun =>
	async function* tell({ runId, tape, isWhole }, signal, readAnswer) {
		const run = new ToldRun(runId, input);
		yield toFrames(run.begin());
		for await (const { event } of tape?.read(0, signal) ?? []) {
			const told = isWhole && !event.team ? event : (toCallersEvent(event) as AgentEvent | undefined);
			if (told) yield toFrames(run.tell(told));
		}
		if (!signal.aborted) yield toFrames(run.end(await readAnswer()));
	};

export const emptyRun = (ids: Pick<RunInput, 'threadId' | 'runId'>): string =>
	toFrames([
		{ type: EventType.RUN_STARTED, ...ids, protocolVersion: PROTOCOL_VERSION },
		{ type: EventType.RUN_FINISHED, ...ids, outcome: { type: 'success' } },
	]);

const toFrames = (events: Event[]): string => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
