import { TroupeError } from '../../core/base/errors';
import { followRun } from '../../providers/compose/runs/follow-run';
import type { Host } from '../../providers/compose/hosts/host';
import type { RunTape } from '../offered-agents/run-tape';
import { toCallersEvent } from './callers-event';
import type { RunAnswer } from './run-answer';

/** The last event that a client has: of a tape, or of the steps that are stored. */
export interface LastEvent {
	source: string;
	position: number;
}

export const stored = 'stored';

/** @throws TroupeError INPUT_INVALID */
export function readLastEvent(header: string | string[] | undefined): LastEvent | undefined {
	if (header === undefined || header === '') return undefined;
	const [, source, position] = (typeof header === 'string' && /^([0-9a-z]{1,20})-(\d{1,9})$/.exec(header)) || [];
	if (source !== undefined) return { source, position: Number(position) };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The header Last-Event-ID is not the id of an event of a run, such as stored-3.',
		fix: 'Send the id of the last event that you received, or leave the header out.',
	});
}

interface TapeReading {
	tape: RunTape;
	last?: LastEvent;
	/** Whether the caller may read runs. */
	isWhole: boolean;
}

/** The events of a run in this process, then its answer. */
export async function* tapeFrames(
	{ tape, last, isWhole }: TapeReading,
	signal: AbortSignal,
	readAnswer: () => Promise<RunAnswer>,
): AsyncGenerator<string> {
	const isSame = last === undefined || last.source === tape.id;
	let expected = isSame ? (last?.position ?? 0) + 1 : 1;
	if (!isSame) yield gap;
	for await (const { position, event } of tape.read(expected - 1, signal)) {
		if (position > expected && isSame) yield gap;
		expected = position + 1;
		const told = isWhole ? event : toCallersEvent(event);
		if (told) yield frame(event.kind, told, `${tape.id}-${position}`);
	}
	if (!signal.aborted) yield frame('answer', await readAnswer(), `${tape.id}-${Math.max(expected - 1, 0)}`);
}

/** The steps of a run as they are stored, from whichever process, then its answer. */
export async function* storedFrames(
	{ runId, host, last, isWhole }: { runId: string; host: Host } & Omit<TapeReading, 'tape'>,
	signal: AbortSignal,
	readAnswer: () => Promise<object>,
): AsyncGenerator<string> {
	const isSame = last === undefined || last.source === stored;
	if (!isSame) yield gap;
	const from = isSame ? (last?.position ?? 0) : 0;
	let position = 0;
	for await (const news of followRun(runId, host, signal)) {
		if ('event' in news) {
			position += 1;
			const told = isWhole ? news.event : toCallersEvent(news.event);
			if (told && position > from) yield frame(news.event.kind, told, `${stored}-${position}`);
		} else if (news.run.state !== 'running') {
			yield frame('answer', await readAnswer(), `${stored}-${position}`);
			return;
		}
	}
}

const frame = (type: string, data: object, id: string): string => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

/** Events between the last one that the client has and the next are lost; the answer at the end is whole. */
const gap = 'event: gap\ndata: {}\n\n';
