import { TroupeError } from '../../../core/base/errors';
import { decodePlace, encodePlace } from '../../../service/http/page';
import { checkCaller } from '../changes/request-fields';
import { checkLimit } from '../find/check-limit';
import type { AuditEntry, AuditFilter, Caller, CheckedAudit, Page } from '../registry-api';
import { changeKind, readChange } from './describe-change';
import type { Outbox } from './outbox';

/** Newest first. An empty page need not be the last. */
export async function readAudit(
	caller: Caller,
	{ action, subject, manifest, cursor, limit }: AuditFilter,
	outbox: Outbox,
): Promise<Page<AuditEntry>> {
	checkCaller(caller);
	const { tenant } = caller;
	const query = { act: action, who: subject, object: manifest, detailsKind: changeKind, limit: checkLimit(limit) };
	const before = decodePlace(cursor, 0)?.[0];
	const log = await openLog(tenant, outbox);
	await log.sequence(tenant);
	const { entries, next } = await log.search(tenant, { ...query, before });
	return { items: entries.map((entry) => readChange(entry, tenant)), ...(next !== undefined && { cursor: encodePlace(next) }) };
}

export async function checkAudit(caller: Caller, outbox: Outbox): Promise<CheckedAudit> {
	checkCaller(caller);
	const log = await openLog(caller.tenant, outbox);
	return { ...(await log.verify(caller.tenant)), ...(await outbox.inspect(caller.tenant)) };
}

/** Delivers earlier commits first. @throws TroupeError REGISTRY_NOT_READY, STORAGE_… */
async function openLog(tenant: string, outbox: Outbox) {
	const { log } = outbox;
	if (!log)
		throw new TroupeError({
			code: 'REGISTRY_NOT_READY',
			message: 'The registry was opened without the audit log. Its entries wait in the database until it is opened with one.',
			fix: 'Start it with `troupe serve`.',
		});
	await outbox.handOver(tenant);
	return log;
}
