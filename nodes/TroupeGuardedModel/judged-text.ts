import { type Guard, type GuardContext, findStop, type Violation } from '../../core/guardrails/policy/guard';
import { guardStream } from '../../core/guardrails/policy/guard-stream';
import type { TextStream } from '../../core/guardrails/text-stream';

interface Ending {
	violations: Violation[];
	stop?: Violation;
}

/** A text in pieces, judged sentence by sentence. @param ended told of what was found; what it gives is said after what was let through */
export function judgedText(guard: Guard, context: GuardContext, ended: (ending: Ending) => string): TextStream {
	const pieces = new Handover();
	const shown: string[] = [];
	const judging = judge().finally(() => pieces.close());
	judging.catch(() => undefined); // who writes, or ends, is told
	const takeShown = () => shown.splice(0).join('');

	async function judge(): Promise<void> {
		let begun = false;
		for await (const part of guardStream(guard, 'output', pieces, context)) {
			const text = part.kind === 'text' ? part.text : ended({ violations: part.result.violations, stop: findStop(part.result) });
			shown.push(part.kind === 'end' && begun && text ? `\n\n${text}` : text);
			begun ||= text !== '';
		}
	}

	return {
		async write(piece) {
			if (piece !== '') await Promise.race([pieces.give(piece), judging]);
			return takeShown();
		},
		async end() {
			pieces.close();
			await judging;
			return takeShown();
		},
	};
}

/** One after the other. */
export function chained(first: TextStream, second: TextStream): TextStream {
	return {
		write: async (piece) => second.write(await first.write(piece)),
		end: async () => (await second.write(await first.end())) + (await second.end()),
	};
}

/** Hands pieces over one by one: a giver waits until the taker has done with its piece and asks for the next. */
class Handover implements AsyncIterable<string> {
	#waiting?: (piece: string | undefined) => void;
	#demand = Promise.withResolvers<void>();
	#closed = false;

	async give(piece: string): Promise<void> {
		await this.#demand.promise;
		if (this.#closed) return;
		this.#demand = Promise.withResolvers();
		this.#waiting!(piece);
		await this.#demand.promise;
	}

	close(): void {
		this.#closed = true;
		this.#waiting?.(undefined);
		this.#demand.resolve();
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<string> {
		while (!this.#closed) {
			const next = new Promise<string | undefined>((resolve) => (this.#waiting = resolve));
			this.#demand.resolve();
			const piece = await next;
			if (piece === undefined) return;
			yield piece;
		}
	}
}
