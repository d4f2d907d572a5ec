import { TroupeError } from '../../../core/base/errors';
import type { InstanceResult, StartedInstance } from '../../engine/starts';
import { maxResultWaiters, refuseOver } from '../bounds';
import type { EndedInstance } from '../state/instances/effects';

interface Waiter {
	started: StartedInstance;
	resolve(result: InstanceResult): void;
	reject(error: TroupeError): void;
	timer: NodeJS.Timeout;
}

/** In memory: waiting callers are connected. */
export class ResultWaiters {
	readonly #waiters = new Map<string, Waiter>();

	/** Call it before the instance starts. @throws TroupeError ENGINE_OVERLOADED */
	makeRoom(): void {
		refuseOver(maxResultWaiters, this.#waiters.size, 'callers for results');
	}

	/** @throws TroupeError ENGINE_TIMEOUT, STATE_CONFLICT when the instance was terminated */
	wait(started: StartedInstance, timeoutMs: number): Promise<InstanceResult> {
		const result = new Promise<InstanceResult>((resolve, reject) => {
			const timer = setTimeout(() => this.#remove(started.instanceKey)?.reject(timedOut(started, timeoutMs)), timeoutMs);
			this.#waiters.set(started.instanceKey, { started, resolve, reject, timer });
		});
		// Nobody listens when the starting transaction fails after all.
		result.catch(() => undefined);
		return result;
	}

	ended({ instanceKey, state, variables }: EndedInstance): void {
		const waiter = this.#remove(instanceKey);
		if (state === 'COMPLETED') waiter?.resolve({ ...waiter.started, variables });
		else waiter?.reject(terminated(waiter.started));
	}

	close(): void {
		for (const instanceKey of [...this.#waiters.keys()]) {
			this.#remove(instanceKey)!.reject(
				new TroupeError({
					code: 'ENGINE_UNREACHABLE',
					message: 'The engine was closed before the instance ended.',
					fix: 'Open the engine again. The instance continues.',
				}),
			);
		}
	}

	#remove(instanceKey: string): Waiter | undefined {
		const waiter = this.#waiters.get(instanceKey);
		this.#waiters.delete(instanceKey);
		clearTimeout(waiter?.timer);
		return waiter;
	}
}

function timedOut({ instanceKey, processId }: StartedInstance, timeoutMs: number): TroupeError {
	return new TroupeError({
		code: 'ENGINE_TIMEOUT',
		message: `Instance ${instanceKey} of "${processId}" did not complete within ${timeoutMs} ms. It is still running.`,
		fix: 'Check its user tasks and incidents, or wait longer.',
		retryable: false,
		details: { instanceKey, processId },
	});
}

function terminated({ instanceKey, processId }: StartedInstance): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Instance ${instanceKey} of "${processId}" was terminated and has no result.`,
		fix: 'Start it again.',
		details: { instanceKey, processId },
	});
}
