import { TroupeError } from '../../../core/base/errors';
import { maxResultWaiters, refuseOver } from '../bounds';
import type { ChangedTask } from '../state/instances/effects';

interface Waiter {
	resolve(): void;
	reject(error: TroupeError): void;
	timer: NodeJS.Timeout;
}

/** By task key: a task takes one change at a time. */
export class ChangeWaiters {
	readonly #waiters = new Map<string, Waiter>();

	/** @throws TroupeError ENGINE_TIMEOUT, STATE_CONFLICT for a denied change, ENGINE_OVERLOADED */
	wait(key: string, timeoutMs: number): Promise<void> {
		refuseOver(maxResultWaiters, this.#waiters.size, 'callers for listeners of user tasks');
		const decided = new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => this.#remove(key)?.reject(timedOut(key, timeoutMs)), timeoutMs);
			this.#waiters.set(key, { resolve, reject, timer });
		});
		// Nobody listens when the transaction fails after all.
		decided.catch(() => undefined);
		return decided;
	}

	ended({ key, denial }: ChangedTask): void {
		const waiter = this.#remove(key);
		if (denial === undefined) waiter?.resolve();
		else waiter?.reject(denied(key, denial));
	}

	close(): void {
		for (const key of [...this.#waiters.keys()]) {
			this.#remove(key)!.reject(
				new TroupeError({
					code: 'ENGINE_UNREACHABLE',
					message: `The engine was closed before the listeners of user task ${key} decided.`,
					fix: 'Open the engine again. They continue.',
				}),
			);
		}
	}

	#remove(key: string): Waiter | undefined {
		const waiter = this.#waiters.get(key);
		this.#waiters.delete(key);
		clearTimeout(waiter?.timer);
		return waiter;
	}
}

const timedOut = (key: string, timeoutMs: number): TroupeError =>
	new TroupeError({
		code: 'ENGINE_TIMEOUT',
		message: `The listeners of user task ${key} did not decide within ${timeoutMs} ms. The change is not lost.`,
		fix: 'Start a worker for the jobs of its listeners, and check its incidents.',
		details: { userTaskKey: key },
	});

const denied = (key: string, reason: string): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `A listener denied the change of user task ${key}${reason === '' ? '.' : `. Reason to deny: '${reason}'`}`,
		fix: 'Correct what the listener objects to, and try again.',
		details: { userTaskKey: key, reason },
	});
