import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callTroupe } from './test-terminal';
import type { AuditEntry } from '../../core/audit/audit-leaf';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';

/** Gives each test of a file a home of its own with an audit log, and the commands that read it. */
export function useAuditHome() {
	let home: string;
	beforeEach(() => {
		home = mkdtempSync(join(tmpdir(), 'troupe-audit-home-'));
	});
	afterEach(async () => {
		await closeOpened();
		rmSync(home, { recursive: true });
	});
	return {
		inHome: (name: string) => join(home, name),
		audit: (...args: string[]) => callTroupe(['audit', ...args], { TROUPE_HOME: home }),
		/** Appends entries of the tenant `default`, a millisecond after each other. */
		async append(count: number, more: (number: number) => Pick<AuditEntry, 'object' | 'who'>): Promise<void> {
			const { store } = (await openAudit({ stateFolder: home, database: '' }))!;
			const entries = Array.from({ length: count }, (_, number) => ({
				...{ tenant: 'default', at: Date.UTC(2026, 0, 1) + number, action: 'api_key.created', outcome: 'done' },
				...more(number),
			}));
			await store.append(entries);
		},
	};
}
