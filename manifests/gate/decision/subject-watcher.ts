import { isTroupeError } from '../../../core/base/errors';
import type { GateSubject } from '../../../core/ports/manifests';

interface Watched {
	subject: GateSubject;
	stop: AbortController;
	/** A file that changed while it was read is checked once more: an installation may be in progress. */
	doubts: number;
}

const lookEveryMs = 250;

export class SubjectWatcher {
	readonly #admit: (subject: GateSubject) => Promise<unknown>;
	readonly #everyMs: number;
	readonly #watched = new Set<Watched>();
	#timer?: NodeJS.Timeout;
	#asking = false;

	constructor(admit: (subject: GateSubject) => Promise<unknown>, everyMs = lookEveryMs) {
		this.#admit = admit;
		this.#everyMs = everyMs;
	}

	/** Aborts the signal, with the refusal as its reason, when the subject may no longer run. */
	watch(subject: GateSubject): { signal: AbortSignal; close: () => void } {
		const watched: Watched = { subject, stop: new AbortController(), doubts: 0 };
		this.#watched.add(watched);
		// Running work keeps the process alive; the check does not.
		this.#timer ??= setInterval(() => void this.#askForAll(), this.#everyMs).unref();
		return { signal: watched.stop.signal, close: () => this.#forget(watched) };
	}

	async #askForAll(): Promise<void> {
		if (this.#asking) return;
		this.#asking = true;
		try {
			await Promise.all([...this.#watched].map((watched) => this.#ask(watched)));
		} finally {
			this.#asking = false;
		}
	}

	async #ask(watched: Watched): Promise<void> {
		try {
			await this.#admit(watched.subject);
			watched.doubts = 0;
		} catch (refusal) {
			if (isUnstable(refusal) && watched.doubts++ === 0) return;
			this.#forget(watched);
			watched.stop.abort(refusal);
		}
	}

	#forget(watched: Watched): void {
		this.#watched.delete(watched);
		if (this.#watched.size > 0) return;
		clearInterval(this.#timer);
		this.#timer = undefined;
	}
}

function isUnstable(error: unknown): boolean {
	return isTroupeError(error) && error.details.problem === 'unstable';
}
