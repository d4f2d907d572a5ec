import { isVersionLabel } from '../../../core/base/version-label';
import { TroupeError } from '../../../core/base/errors';
import type { ManifestKind } from '../../documents/document-words';
import type { ResolveRequest } from '../registry-api';
import type { Connection, Database, LabelRow } from '../store/tables';

export async function listStoredLabels(
	connection: Database | Connection,
	{ kind, name }: { kind?: ManifestKind; name?: string } = {},
): Promise<Array<LabelRow & { version: string }>> {
	let query = connection.selectFrom('labels').selectAll().where('version', 'is not', null);
	if (kind !== undefined) query = query.where('kind', '=', kind);
	if (name !== undefined) query = query.where('name', '=', name);
	const rows = await query.orderBy('kind').orderBy('name').orderBy('label').execute();
	return rows.filter((row): row is LabelRow & { version: string } => row.version !== null);
}

/** Replaces a label by its version; undefined for a range. @throws TroupeError INPUT_INVALID for a label without a name; MANIFEST_NOT_FOUND */
export async function resolveLabel(connection: Database | Connection, request: ResolveRequest): Promise<ResolveRequest | undefined> {
	const { kind, name, range } = request;
	if (range === undefined || !isVersionLabel(range)) return undefined;
	if (name === undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The label ${range} needs a name: each name has its own.`,
			fix: 'Add a name, or ask for a range.',
			details: { field: 'name', expected: 'a name' },
		});
	const labels = (await listStoredLabels(connection, { kind, name })).filter(({ label }) => label === range);
	const [first, ...others] = labels;
	if (first && others.length === 0) return { ...request, kind: first.kind, range: first.version };
	throw new TroupeError({
		code: first ? 'INPUT_INVALID' : 'MANIFEST_NOT_FOUND',
		message: first ? `${name} has the label ${range} as ${labels.map((one) => one.kind).join(' and ')}.` : noLabel(kind, name, range),
		fix: first ? 'Add the kind.' : 'List the labels: `troupe prompt label --list`.',
	});
}

const noLabel = (kind: string | undefined, name: string, label: string): string =>
	`${kind === undefined ? '' : `The ${kind} `}${name} has no label ${label}.`;
