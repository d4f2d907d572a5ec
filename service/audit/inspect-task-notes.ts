import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { InspectOptions, OutboxState } from '../../manifests/registry/audit/outbox';
import { listNotedOf } from '../../engine-adapter/embedded/state/audit-outbox';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { markOf } from './task-notes';

const maxRows = 500;

export type InspectTaskNotes = (tenant: string, options: InspectOptions) => Promise<OutboxState>;

/** @param ownTenant the engine's `<default>` */
export const taskNotesInspector =
	(engine: Pick<EmbeddedEngine, 'read'>, host: VaultHost & { stateFolder: string }, ownTenant: string): InspectTaskNotes =>
	async (tenant, { signal, max = Infinity }) => {
		const state: OutboxState = { waiting: 0, foreign: 0 };
		const names = tenant === ownTenant ? [defaultTenantId, tenant] : [tenant];
		for (let after = 0; ;) {
			signal?.throwIfAborted();
			const rows = await engine.read((kernel) => listNotedOf(kernel, names, after, maxRows));
			for (const row of rows) {
				if (state.waiting + state.foreign >= max) return { ...state, isAtLeast: true };
				state[row.mark === (await markOf(row, host)) ? 'waiting' : 'foreign'] += 1;
			}
			if (rows.length < maxRows) return state;
			after = rows.at(-1)!.number;
		}
	};
