import { TroupeError } from '../../../core/base/errors';
import { decodePlace, encodePlace } from '../../../service/http/page';
import { checkCaller } from '../changes/request-fields';
import { checkLimit } from '../find/check-limit';
import type { AuditEntry, AuditFilter, Caller, CheckedAudit, Page } from '../registry-api';
import { changeKind, readChange } from './describe-change';
import type { Outbox } from './outbox';

/** Returns the changes of the registry among the entries of the tenant's log, the newest first. A page can be empty, and not the last one. */
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

/** Verifies the log of the tenant, and counts the entries that it does not have: nothing proves them. */
export async function checkAudit(caller: Caller, outbox: Outbox): Promise<CheckedAudit> {
	checkCaller(caller);
	const log = await openLog(caller.tenant, outbox);
	return { ...(await log.verify(caller.tenant)), ...(await outbox.inspect(caller.tenant)) };
}

/** Returns the log, once it has what was committed before. @throws TroupeError REGISTRY_NOT_READY, STORAGE_… */
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
