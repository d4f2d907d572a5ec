import { hash } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { followRun } from '../../providers/compose/runs/follow-run';
import type { Host } from '../../providers/compose/hosts/host';
import type { RunTape } from '../offered-agents/run-tape';
import { toCallersEvent } from './callers-event';
import type { RunAnswer } from './run-answer';

interface LastEvent {
	source: string;
	position: number;
}

export const storedSource = (runId: string): string => `s${hash('sha256', runId, 'hex').slice(0, 8)}`;

/** @throws TroupeError INPUT_INVALID */
export function readLastEvent(header: string | string[] | undefined): LastEvent | undefined {
	if (header === undefined || header === '') return undefined;
	const [, source, position] = (typeof header === 'string' && /^([0-9a-z]{1,20})-(\d{1,9})$/.exec(header)) || [];
	if (source !== undefined) return { source, position: Number(position) };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The header Last-Event-ID is not the id of an event of a run, such as s1f0c3a9e-3.',
		fix: 'Send the id of the last event that you received, or leave the header out.',
	});
}

interface TapeReading {
	runId: string;
	tape: RunTape;
	last?: LastEvent;
	isWhole: boolean;
}

/** Tells a run to the caller who began or continued it. @param reading without a tape where the run has no events here */
export type TellRun = (
	reading: Pick<TapeReading, 'runId' | 'isWhole'> & { tape?: RunTape },
	signal: AbortSignal,
	readAnswer: () => Promise<RunAnswer>,
) => AsyncIterable<string>;

export async function* tapeFrames(
	{ tape, last, isWhole }: Omit<TapeReading, 'runId'>,
	signal: AbortSignal,
	readAnswer: () => Promise<RunAnswer>,
): AsyncGenerator<string> {
	const isSame = last === undefined || (last.source === tape.id && last.position <= tape.count);
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

export async function* storedFrames(
	{ runId, host, last, isWhole }: { host: Host } & Omit<TapeReading, 'tape'>,
	signal: AbortSignal,
	readAnswer: () => Promise<object>,
): AsyncGenerator<string> {
	const stored = storedSource(runId);
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
			// The client names a step that this run lacks.
			if (from > position) yield gap;
			yield frame('answer', await readAnswer(), `${stored}-${position}`);
			return;
		}
	}
}

export async function* answerFrame(runId: string, readAnswer: () => Promise<object>): AsyncGenerator<string> {
	yield frame('answer', await readAnswer(), `${storedSource(runId)}-0`);
}

const frame = (type: string, data: object, id: string): string => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

/** Events before the next one are lost; the final answer is whole. */
const gap = 'event: gap\ndata: {}\n\n';
