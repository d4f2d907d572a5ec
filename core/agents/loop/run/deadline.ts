/** The time of a run: ends with the host's signal or the limit, whichever comes first. */
export interface Deadline {
	readonly signal: AbortSignal;
	/** The time of the limit, in milliseconds since the epoch. */
	readonly endsAt: number;
	expired(): boolean;
	/** Releases the timer and the host's signal. Call it at the end of the run. */
	end(): void;
}

/** AbortSignal.any over AbortSignal.timeout would stay in memory until the timeout, which is a third of a run's overhead. */
export function startDeadline(host: AbortSignal, milliseconds: number): Deadline {
	const controller = new AbortController();
	let expired = false;
	const cancel = () => controller.abort(host.reason);
	const expire = () => {
		expired = true;
		controller.abort(new DOMException(`The limit of ${milliseconds} ms has passed.`, 'TimeoutError'));
	};
	const timer = setTimeout(expire, milliseconds);
	if (milliseconds <= 0) expire();
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
