import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaultTenant } from '../../../core/base/tenant';
import { noMark, type Mark } from '../../../core/base/sealed-rows';
import { rootFileName } from '../../../manifests/documents/documents';
import { readSigners } from '../../../manifests/keys/key-files';
import { snapshotSigner } from '../../../manifests/registry/changes/snapshot-signer';
import { createRegistry } from '../../../manifests/registry/create-registry';
import type { TenantAudit } from '../../../manifests/registry/audit/tenant-audit';
import { openRegistry } from '../../../manifests/registry/open-registry';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { composeMark } from '../../../providers/compose/state/host-mark';
import { type Attack, held, type Observation, open as notHeld } from '../../attack';
import { openRangeHost } from '../../range/range-host';
import type { Range } from '../../range/range';

/** Attempts to change, unseen, who changed what in a registry. */
export const registryAudit: Attack[] = [
	auditAttack({
		id: 'ASI10.111',
		title: { en: 'Somebody else is named for a change in the registry', pt: 'Outra pessoa é apontada por uma mudança no registro' },
		tries: 'The person of an audit entry is replaced',
		sql: "UPDATE audit_outbox SET content = replace(content, 'ada', 'grace') WHERE number = 2",
	}),
	auditAttack({
		id: 'ASI10.112',
		title: {
			en: 'The audit of a registry has a change that nobody made',
			pt: 'A auditoria de um registro tem uma mudança que ninguém fez',
		},
		tries: 'An audit entry is added as a copy of another',
		sql: 'INSERT INTO audit_outbox SELECT tenant, 9, hex(randomblob(16)), content, mark FROM audit_outbox WHERE number = 2',
	}),
];

function auditAttack({ sql, tries, ...attack }: Pick<Attack, 'title' | 'tries'> & { id: `ASI10.${string}`; sql: string }): Attack {
	return {
		...attack,
		tries: `${tries} in the database of a new registry, before the audit log has it. Then the log takes what it gets, and is verified.`,
		aisvs: ['12.5.3'],
		fix: 'Update Troupe; let nobody else write the database.',
		play: async (range) => change(range, sql, composeMark(await openRangeHost(range))),
		control: (range) => change(range, sql, noMark),
	};
}

async function change(range: Range, sql: string, mark: Mark): Promise<Observation> {
	const folder = range.createFolder();
	const into = join(folder, 'keys');
	const database = join(folder, 'registry.db');
	const counts = { approvals: 1, rootHolders: 1, rootThreshold: 1 };
	const made = await createRegistry({
		into,
		authors: ['ada'],
		approvers: ['bob'],
		...counts,
		url: 'http://127.0.0.1:1',
		nowMs: Date.now(),
	});
	const keys = join(into, made.server, 'registry');
	const root = readFileSync(join(keys, rootFileName), 'latin1');
	const open = (audit?: TenantAudit) =>
		openRegistry({ database, root, keys: readSigners(keys, 'snapshot').map(snapshotSigner), mark, audit });
	const ada = { tenant: defaultTenant, subject: 'ada' };
	const registry = await open();
	for (const graceSeconds of [1, 2, 3]) await registry.setPolicy(ada, { graceSeconds });
	await registry.close();
	const file = new DatabaseSync(database);
	file.exec(sql);
	file.close();
	// The log of a home of its own: that of the range has what other attacks did.
	const { store } = (await openAudit({ ...(await openRangeHost(range)), stateFolder: folder, database: '' }))!;
	const later = await open(store);
	try {
		const { foreign, fault } = await later.checkAudit(ada);
		return foreign > 0 || fault
			? held(`The check tells: ${foreign} entries that the installation did not write, which the log does not take.`)
			: notHeld('The check tells nothing, and the log has the entry.');
	} finally {
		await later.close();
	}
}
