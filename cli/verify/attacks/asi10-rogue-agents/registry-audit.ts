import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaultTenant } from '../../../../core/base/tenant';
import { noMark, type Mark } from '../../../../core/base/sealed-rows';
import { rootFileName } from '../../../../manifests/documents/documents';
import { readSigners } from '../../../../manifests/keys/key-files';
import { snapshotSigner } from '../../../../manifests/registry/changes/snapshot-signer';
import { createRegistry } from '../../../../manifests/registry/create-registry';
import { openRegistry } from '../../../../manifests/registry/open-registry';
import { composeMark } from '../../../../providers/compose/state/host-mark';
import { type Attack, held, type Observation, open } from '../../attack';
import { openRangeHost } from '../../range/range-host';
import type { Range } from '../../range/range';

/** Attempts to change, unseen, who changed what in a registry. */
export const registryAudit: Attack[] = [
	auditAttack({
		id: 'ASI10.111',
		title: { en: 'Somebody else is named for a change in the registry', pt: 'Outra pessoa é apontada por uma mudança no registro' },
		tries: 'The person of an entry of the audit is replaced',
		sql: [`UPDATE audit SET subject = 'grace' WHERE id = 2`],
	}),
	auditAttack({
		id: 'ASI10.112',
		title: { en: 'The last change of a registry leaves its audit', pt: 'A última mudança de um registro some da auditoria' },
		tries: 'The newest entry of the audit is deleted, and the numbers corrected',
		sql: ['DELETE FROM audit WHERE id = 3', 'UPDATE tenants SET last_audit = 2, last_done = 2'],
	}),
];

function auditAttack({ sql, tries, ...attack }: Pick<Attack, 'title' | 'tries'> & { id: `ASI10.${string}`; sql: string[] }): Attack {
	return {
		...attack,
		...{ tries: `${tries} in the database of a new registry; another change follows, and the audit is checked.`, aisvs: ['12.5.3'] },
		fix: 'Update Troupe; let nobody else write the database.',
		play: async (range) => change(range, sql, composeMark(await openRangeHost(range))),
		control: (range) => change(range, sql, noMark),
	};
}

async function change(range: Range, sql: string[], mark: Mark): Promise<Observation> {
	const folder = range.createFolder();
	const [into, database] = [join(folder, 'keys'), join(folder, 'registry.db')];
	const counts = { approvals: 1, rootHolders: 1, rootThreshold: 1 };
	const made = await createRegistry({
		...{ into, authors: ['ada'], approvers: ['bob'], ...counts },
		...{ url: 'http://127.0.0.1:1', nowMs: Date.now() },
	});
	const keys = join(into, made.server, 'registry');
	const root = readFileSync(join(keys, rootFileName), 'latin1');
	const registry = await openRegistry({ database, root, keys: readSigners(keys, 'snapshot').map(snapshotSigner), mark });
	const ada = { tenant: defaultTenant, subject: 'ada' };
	try {
		for (const name of ['one', 'two', 'three']) await registry.setFlag(ada, { name, on: true });
		const file = new DatabaseSync(database);
		sql.forEach((statement) => file.exec(statement));
		file.close();
		await registry.setFlag(ada, { name: 'four', on: true });
		const [fault] = (await registry.checkAudit(ada)).faults;
		return fault ? held(`The check tells: ${fault.id} ${fault.problem}.`) : open('The check tells nothing.');
	} finally {
		await registry.close();
	}
}
