import type { IDataObject } from 'n8n-workflow';
import { readText } from '../read-text';
import type { Ask } from '../operation';
import { readLocator, readManifest } from '../read-locator';

export async function reject(ask: Ask): Promise<IDataObject> {
	const { sha256, revision } = await readManifest(ask.context, ask.item, 'manifest', ask);
	return await ask.api.reject(ask.caller, sha256, { revision, reason: readText(ask.context, 'rejectReason', ask.item).trim() });
}

/** Still runs, with a warning that names the successor. */
export async function deprecate(ask: Ask): Promise<IDataObject> {
	const { sha256, revision } = await readManifest(ask.context, ask.item, 'manifest', ask);
	const successor = readText(ask.context, 'successor', ask.item).trim();
	const request = { revision, ...readReason(ask), ...(successor && { successor }) };
	return await ask.api.deprecate(ask.caller, sha256, request);
}

/** Without a revision: a meanwhile change must not hold it up. */
export async function revoke(ask: Ask): Promise<IDataObject> {
	const { sha256 } = await readManifest(ask.context, ask.item, 'manifest', ask);
	return await ask.api.revoke(ask.caller, sha256, readReason(ask));
}

export async function rollBack(ask: Ask): Promise<IDataObject> {
	const to = readText(ask.context, 'toVersion', ask.item).trim();
	const name = readLocator(ask.context, ask.item, 'name');
	return await ask.api.rollBack(ask.caller, { kind: ask.kind, name, ...readReason(ask), ...(to && { to }) });
}

function readReason({ context, item }: Ask): { reason?: string } {
	const reason = readText(context, 'reason', item).trim();
	return reason ? { reason } : {};
}
