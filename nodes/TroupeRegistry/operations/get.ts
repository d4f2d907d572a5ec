import type { IDataObject } from 'n8n-workflow';
import type { ManifestFilter } from '../../../manifests/registry/registry-api';
import type { Ask } from '../operation';
import { readManifest } from '../read-locator';
import { readLimit, readPages } from '../../shared/read-page';
import { contentItem, simpleManifest } from '../to-item';

/** GET /api/v1/manifests/{sha256} */
export async function getManifest({ context, item, ...at }: Ask): Promise<IDataObject> {
	const manifest = await readManifest(context, item, 'manifest', at);
	return context.getNodeParameter('simplify', item, true) ? contentItem(manifest) : manifest;
}

export async function listManifests({ context, item, api, caller, kind }: Ask): Promise<IDataObject[]> {
	const { name, state } = context.getNodeParameter('filters', item, {}) as Pick<ManifestFilter, 'name' | 'state'>;
	const filter = { kind, ...(name && { name }), ...(state && { state }) };
	const summaries = await readPages(readLimit(context, item), (page) => api.list(caller, { ...filter, ...page }));
	const simplify = context.getNodeParameter('simplify', item, true);
	return summaries.map((summary) => (simplify ? simpleManifest(summary) : summary));
}

export async function compare({ context, item, ...at }: Ask): Promise<IDataObject> {
	const from = await readManifest(context, item, 'from', at);
	const to = await readManifest(context, item, 'to', at);
	const diff = await at.api.diff(at.caller, from.sha256, to.sha256);
	return { ...diff, from: `${from.name}@${from.version}`, to: `${to.name}@${to.version}` };
}
