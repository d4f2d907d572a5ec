import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import type { LabelFilter, LabelKey } from '../../../manifests/registry/registry-api';
import { nameField } from '../../shared/name-field';
import { readLimit, readPages } from '../../shared/read-page';
import type { Ask } from '../operation';
import { properties } from '../properties';
import { readLocator } from '../read-locator';
import { readText } from '../read-text';

export async function setLabel(ask: Ask): Promise<IDataObject> {
	const version = readFilled(ask, 'labelVersion', 'Enter the version that it points to, such as 1.2.0.');
	return { ...(await ask.api.setLabel(ask.caller, { ...readKey(ask), version, ...readReason(ask) })) };
}

export async function deleteLabel(ask: Ask): Promise<IDataObject> {
	const key = readKey(ask);
	await ask.api.removeLabel(ask.caller, { ...key, ...readReason(ask) });
	return { ...key, deleted: true };
}

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function getLabel(ask: Ask): Promise<IDataObject> {
	const { kind, name, label } = readKey(ask);
	const labels = await readPages(1_000, (page) => ask.api.labels(ask.caller, { ...page, kind, name }));
	const match = labels.find((one) => one.label === label);
	if (match) return { ...match };
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The ${kind} ${name} has no label ${label}.`,
		fix: 'List existing labels with Get Many.',
	});
}

export async function listLabels(ask: Ask): Promise<IDataObject[]> {
	const filters = ask.context.getNodeParameter('filters', ask.item, {}) as Pick<LabelFilter, 'kind' | 'name'>;
	const { kind } = filters;
	const name = filters.name?.trim();
	const filter = { ...(kind && { kind }), ...(name && { name }) };
	const labels = await readPages(readLimit(ask.context, ask.item), (page) => ask.api.labels(ask.caller, { ...page, ...filter }));
	return labels.map((label) => ({ ...label }));
}

const readKey = (ask: Ask): LabelKey => ({
	kind: readKind(ask),
	name: readLocator(ask.context, ask.item, 'name'),
	label: readFilled(ask, 'label', 'Enter the name of a label, such as production.'),
});

const readKind = ({ context, item }: Ask) => context.getNodeParameter('labelKind', item, 'prompt') as ManifestKind;

function readReason({ context, item }: Ask): { reason?: string } {
	const reason = readText(context, 'labelReason', item).trim();
	return reason ? { reason } : {};
}

function readFilled({ context, item }: Ask, field: string, fix: string): string {
	const text = readText(context, field, item).trim();
	if (text) return text;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${nameField(properties, field)} is empty.`, fix });
}
