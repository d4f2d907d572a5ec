import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { SnapshotDocument, SnapshotFlag } from '../../../manifests/documents/snapshot-document';
import { inspectDocument } from '../../../manifests/token/inspect-document';
import { nameField } from '../../shared/name-field';
import { properties } from '../properties';
import { readText } from '../read-text';
import type { Ask } from '../operation';
import { readLimit } from '../../shared/read-page';

export async function setFlag(ask: Ask): Promise<IDataObject> {
	const on = ask.context.getNodeParameter('on', ask.item, true) as boolean;
	const percent = on ? Number(ask.context.getNodeParameter('percent', ask.item, 100)) : 100;
	const reason = readText(ask.context, 'flagReason', ask.item).trim();
	const request = { name: readName(ask), on, ...(percent !== 100 && { percent }), ...(reason && { reason }) };
	return toItem(await ask.api.setFlag(ask.caller, request));
}

export async function deleteFlag(ask: Ask): Promise<IDataObject> {
	const name = readName(ask);
	await ask.api.removeFlag(ask.caller, name);
	return { name, deleted: true };
}

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function getFlag(ask: Ask): Promise<IDataObject> {
	const name = readName(ask);
	const match = (await readFlags(ask)).find((flag) => flag.name === name);
	if (match) return toItem(match);
	throw new TroupeError({ code: 'MANIFEST_NOT_FOUND', message: `There is no flag ${name}.`, fix: 'List existing flags with Get Many.' });
}

export async function listFlags(ask: Ask): Promise<IDataObject[]> {
	return (await readFlags(ask)).slice(0, readLimit(ask.context, ask.item)).map(toItem);
}

/** Reads the flags from the snapshot, as every gate does. Here they are only shown and decide nothing. */
async function readFlags({ api, caller }: Ask): Promise<SnapshotFlag[]> {
	const snapshot = await api.snapshot(caller);
	return snapshot ? ((inspectDocument('the snapshot', Buffer.from(snapshot.token)).claimed as SnapshotDocument).flags ?? []) : [];
}

const toItem = ({ name, on, percent = 100 }: SnapshotFlag): IDataObject => ({ name, on, percent: on ? percent : 0 });

function readName({ context, item }: Ask): string {
	const name = readText(context, 'flag', item).trim();
	if (name) return name;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${nameField(properties, 'flag')} is empty.`,
		fix: 'Enter the name of a flag, such as agent:support.',
	});
}
