import { isTroupeError } from '../../../core/base/errors';
import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { migrateInstance } from '../flow/migrate-instance';
import { modifyInstance } from '../flow/modify-instance';
import { cancelInstance } from '../flow/process-instances';
import { findElementInstances } from '../state/instances/instance-directory';
import { resolveIncident } from '../work/resolve-incident';
import { listActiveBatches, noteItem, takeItem, type BatchItem, type BatchPlan } from './batch-store';

/** One item at a time between other commands. An item and the note of its end are one transaction. */
export class BatchRunner {
	readonly #running = new Map<string, Promise<void>>();
	#isClosed = false;

	constructor(
		private readonly engine: Pick<EmbeddedEngine, 'read'>,
		private readonly reportFault: (error: unknown) => void,
	) {}

	async resumeAll(): Promise<void> {
		for (const key of await this.engine.read(listActiveBatches)) this.run(key);
	}

	run(key: string): void {
		if (this.#isClosed || this.#running.has(key)) return;
		const running = this.#runItems(key)
			.catch((error: unknown) => this.#isClosed || this.reportFault(error))
			.finally(() => this.#running.delete(key));
		this.#running.set(
			key,
			running.then(() => undefined),
		);
	}

	/** Waits for running items. The rest follows after the next start. */
	async close(): Promise<void> {
		this.#isClosed = true;
		await Promise.all(this.#running.values());
	}

	async #runItems(key: string): Promise<void> {
		while (!this.#isClosed) {
			const next = await this.engine.read((kernel) => takeItem(kernel, key));
			if (!next) return;
			const { plan, item } = next;
			try {
				await this.engine.read((kernel) => {
					perform(kernel, plan, item);
					noteItem(kernel, item, 'COMPLETED', null);
				});
			} catch (error) {
				// A fault of the engine leaves the item for later, a refusal does not.
				if (!isTroupeError(error) || error.code.startsWith('STORAGE_') || error.code.startsWith('ENGINE_')) throw error;
				await this.engine.read((kernel) => noteItem(kernel, item, 'FAILED', error.message));
			}
		}
	}
}

function perform(kernel: Kernel, plan: BatchPlan, { itemKey, instanceKey }: BatchItem): void {
	const key = Number(instanceKey);
	if (plan.type === 'CANCEL_PROCESS_INSTANCE') cancelInstance(kernel, key);
	else if (plan.type === 'RESOLVE_INCIDENT') resolveIncident(kernel, Number(itemKey));
	else if (plan.type === 'MIGRATE_PROCESS_INSTANCE') migrateInstance(kernel, key, plan.migration);
	else {
		const moves = plan.moves.map(({ source, target }) => ({ target, terminate: findElementInstances(kernel, key, source) }));
		modifyInstance(kernel, key, {
			activate: moves.flatMap(({ target, terminate }) => terminate.map(() => ({ elementId: target }))),
			terminate: moves.flatMap(({ terminate }) => terminate),
		});
	}
}
