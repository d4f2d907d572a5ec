import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { OutboxState } from '../../manifests/registry/audit/outbox';
import type { VaultHost } from '../../providers/compose/hosts/state-host';
import { markOf, tenantOf } from './task-notes';

const maxRows = 500;

/** Counts what the audit log of a tenant does not have of its user tasks. */
export type InspectTaskNotes = (tenant: string) => Promise<OutboxState>;

/** @param ownTenant the tenant that the engine calls `<default>` */
export const taskNotesInspector =
	(engine: Pick<EmbeddedEngine, 'listNoted'>, host: VaultHost & { stateFolder: string }, ownTenant: string): InspectTaskNotes =>
	async (tenant) => {
		const state: OutboxState = { waiting: 0, foreign: 0 };
		for (let after = 0; ;) {
			const rows = await engine.listNoted(after, maxRows);
			for (const row of rows)
				if (tenantOf(row.tenantId, ownTenant) === tenant) state[row.mark === (await markOf(row, host)) ? 'waiting' : 'foreign'] += 1;
			if (rows.length < maxRows) return state;
			after = rows.at(-1)!.number;
		}
	};
