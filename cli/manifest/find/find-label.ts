import { TroupeError } from '../../../core/base/errors';
import { isVersionLabel } from '../../../core/base/version-label';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import { allOf, type OpenRegistry } from '../shared/open-registry';
import { parseReference } from './reference';

/**
 * Puts the version that a label points to in its place: `house-tone@production` becomes `house-tone@1.2.0`. Other texts stay.
 * @throws TroupeError MANIFEST_NOT_FOUND for a label that the name does not have
 */
export async function findLabelled({ api, caller }: OpenRegistry, text: string, kind: ManifestKind): Promise<string> {
	const { name, version: label } = parseReference(text, kind);
	if (!isVersionLabel(label)) return text;
	const labels = [];
	for await (const one of allOf((cursor) => api.labels(caller, { kind, name, cursor }))) labels.push(one);
	const found = labels.find((one) => one.label === label);
	if (found) return `${kind}:${name}@${found.version}`;
	const known = labels.map((one) => one.label);
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The ${kind} ${name} has no label ${label}${known.length > 0 ? `; it has ${known.slice(0, 20).join(', ')}` : ''}`,
		fix: known.length > 0 ? 'Write one of these, or a version.' : 'Write a version, such as 1.2.0.',
		details: { name, label, known },
	});
}
