import { type GuardedPart, guardStream } from '../../../guardrails/policy/guard-stream';
import { createRestoreStream } from '../../../guardrails/vault/restore-stream';
import type { ChatRequest, ChatResponse } from '../../../ports/models/models';
import { TroupeError } from '../../../base/errors';
import { notCoveredMark } from '../../../knowledge/grounding';
import { findWrittenCall, readSigns } from '../answer-faults/find-written-call';
import { citeStream } from '../conclusion/cite-answer';
import { withholdCalls } from '../../../llm/written-calls/withhold-calls';
import { tidyPieces } from './tidy-text';
import { restoreForAsker } from '../run/restore-for-asker';
import type { Run } from '../run/run';

/** Streams the model, and shows text that passes the guardrails, also before tool calls. After a stop, reads the rest for its usage. */
export async function showAnswer(
	run: Run,
	shownAs: { step: number; lead: string },
	request: ChatRequest,
	signal: AbortSignal,
): Promise<ChatResponse> {
	run.context.state ??= await run.parts.conversations?.read(run.conversationId);
	let text = showText(run, shownAs, signal);
	let response: ChatResponse | undefined;
	try {
		for await (const part of run.parts.model.stream(request, signal)) {
			if (part.kind === 'text') text.write(part.text);
			else if (part.kind === 'withdrawn') {
				await text.withdraw();
				text = showText(run, shownAs, signal);
			} else if (part.kind === 'end') response = part.response;
		}
	} catch (error) {
		// Received text is shown before the run ends.
		await text.end().catch(() => undefined);
		throw error;
	}
	await text.end();
	if (response) return response;
	throw new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The stream of ${run.parts.model.id} ended without an end part.`,
		retryable: true,
	});
}

interface ShownText {
	write(piece: string): void;
	end(): Promise<void>;
	withdraw(): Promise<void>;
}

function showText(run: Run, { step, lead }: { step: number; lead: string }, signal: AbortSignal): ShownText {
	const pipe = createPipe<string>();
	const stop = new AbortController();
	const pieces = tidyPieces(run, pipe.read());
	const written = withholdCalls(pieces, readSigns(run), (text) => findWrittenCall(run, text) === undefined);
	const guarded = guardStream(run.parts.guard, 'output', citeStream(run, step, withoutMarker(written)), run.context);
	const shown = show(run, { step, lead, signal: AbortSignal.any([signal, stop.signal]) }, guarded);
	shown.catch(() => undefined);
	return {
		write: (piece) => pipe.write(piece),
		end() {
			pipe.end();
			return shown;
		},
		async withdraw() {
			stop.abort();
			pipe.end();
			await shown.catch(() => undefined);
			run.events.emit({ kind: 'model-withdrawn', step });
		},
	};
}

interface ShownAs {
	step: number;
	lead: string;
	signal: AbortSignal;
}

async function show(run: Run, { step, lead, signal }: ShownAs, guarded: AsyncIterable<GuardedPart>): Promise<void> {
	const restoring = createRestoreStream({ restore: (text) => restoreForAsker(run, text) });
	let before = lead;
	const tell = (text: string) => {
		// Nobody waits for a cancelled answer: the run can have ended.
		if (text === '' || signal.aborted) return;
		run.events.emit({ kind: 'model-part', step, text: before + text });
		before = '';
	};
	for await (const part of guarded) {
		if (part.kind === 'text') tell(await restoring.write(part.text));
		else run.streamed = { step, result: part.result };
	}
	tell(await restoring.end());
}

/** The marker for missing documents must never be shown: nothing after it passes. */
async function* withoutMarker(pieces: AsyncIterable<string>): AsyncGenerator<string> {
	let held = '';
	for await (const piece of pieces) {
		held += piece;
		const at = held.indexOf(notCoveredMark);
		if (at >= 0) {
			yield held.slice(0, at);
			return;
		}
		const begun = beginningAtEnd(held);
		yield held.slice(0, held.length - begun);
		held = held.slice(held.length - begun);
	}
	yield held;
}

/** Counts the characters at the end that can become the marker. */
function beginningAtEnd(text: string): number {
	for (let length = Math.min(text.length, notCoveredMark.length - 1); length > 0; length -= 1) {
		if (notCoveredMark.startsWith(text.slice(-length))) return length;
	}
	return 0;
}

/** Passes items to a reader without blocking either side. The source limits the number of items. */
interface Pipe<Item> {
	write(item: Item): void;
	end(): void;
	read(): AsyncGenerator<Item>;
}

function createPipe<Item>(): Pipe<Item> {
	const items: Item[] = [];
	let ended = false;
	let wake: () => void = () => undefined;
	return {
		write(item) {
			items.push(item);
			wake();
		},
		end() {
			ended = true;
			wake();
		},
		async *read() {
			for (;;) {
				while (items.length > 0) yield items.shift()!;
				if (ended) return;
				await new Promise<void>((resolve) => (wake = resolve));
			}
		},
	};
}
