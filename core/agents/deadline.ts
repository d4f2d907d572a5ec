/** A run's time: the host's signal or the limit, whichever comes first. */
export interface Deadline {
	readonly signal: AbortSignal;
	/** When the limit comes, in milliseconds since the epoch. */
	readonly endsAt: number;
	/** The limit came first. */
	expired(): boolean;
	/** Frees the timer and the host's signal; to be called when the run is over. */
	end(): void;
}

/** Starts the time. AbortSignal.any over AbortSignal.timeout would do too, but lives on until the time is up: a third of what a run costs. */
export function startDeadline(host: AbortSignal, milliseconds: number): Deadline {
	const controller = new AbortController();
	let expired = false;
	const cancel = () => controller.abort(host.reason);
	const expire = () => {
		expired = true;
		controller.abort(new DOMException(`The limit of ${milliseconds} ms has passed.`, 'TimeoutError'));
	};
	const timer = setTimeout(expire, milliseconds);
	if (milliseconds <= 0)
		expire(); // nothing is begun in no time
	else if (host.aborted) cancel();
	else host.addEventListener('abort', cancel, { once: true });
	return {
		signal: controller.signal,
		endsAt: Date.now() + milliseconds,
		expired: () => expired,
		end() {
			clearTimeout(timer);
			host.removeEventListener('abort', cancel);
		},
	};
}
