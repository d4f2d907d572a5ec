import { TroupeError } from '../../../core/base/errors';
import { isVersionLabel } from '../../../core/base/version-label';
import { decodePlace, toPage } from '../../../service/http/page';
import type { ManifestState } from '../../documents/snapshot-document';
import type { Label, LabelFilter, LabelKey, RemoveLabelRequest, SetLabelRequest } from '../api/labels';
import type { Change } from '../changes/change';
import { checkReason, invalid } from '../changes/request-fields';
import { checkLimit } from '../find/check-limit';
import { conflict, listVersions, pickBest, revoked } from '../find/find-manifest';
import type { Page } from '../registry-api';
import { listStoredLabels } from '../resolve/stored-labels';
import type { Connection, Database, LabelRow, ManifestRow } from '../store/tables';
import { countEntries } from '../rollouts/snapshot-rollouts';
import { maxRollouts, storedRollouts } from './rollout-changes';

export async function setLabel(change: Change, request: SetLabelRequest): Promise<Label> {
	const { kind, name, label, version, reason } = request;
	checkReason(request);
	checkKey(request);
	const { connection } = change;
	const target = pickBest(await listVersions(connection, kind, name), version);
	if (!target) throw notPublished(request);
	change.identify({ kind, name, version });
	if (target.state === 'revoked') throw revoked(target);
	if (target.state === 'draft')
		throw conflict(
			`${name} ${version} is a draft; a label points to a version that may run`,
			{ expected: 'approved', actual: 'draft' },
			'Have the version approved first (`troupe manifest approve`).',
		);
	const existing = await findRow(connection, request);
	refuseOtherRevision(request, existing);
	if (existing?.version === version) return toLabel(existing, version, target.state);
	if (typeof existing?.version !== 'string') await refuseTooMany(connection);
	const revision = existing ? existing.revision + 1 : await beginRevision(connection);
	const row: LabelRow = {
		kind,
		name,
		label,
		version,
		revision,
		changed_at: change.at,
		changed_by: change.caller.subject,
		reason: reason ?? null,
	};
	await put(connection, row);
	const moved = { version, ...(existing?.version && { from: existing.version }) };
	announce(change, request, moved);
	change.note({ label, ...moved, ...(reason !== undefined && { reason }) });
	return toLabel(row, version, target.state);
}

/** The row stays: the revision keeps rising when the label is set again. */
export async function removeLabel(change: Change, request: RemoveLabelRequest): Promise<void> {
	checkReason(request);
	checkKey(request);
	const existing = await findRow(change.connection, request);
	refuseOtherRevision(request, existing);
	if (typeof existing?.version !== 'string') return;
	const { kind, name, label, reason } = request;
	change.identify({ kind, name, version: existing.version });
	await put(change.connection, {
		kind,
		name,
		label,
		version: null,
		revision: existing.revision + 1,
		changed_at: change.at,
		changed_by: change.caller.subject,
		reason: reason ?? null,
	});
	announce(change, request, { from: existing.version });
	change.note({ label, from: existing.version, ...(reason !== undefined && { reason }) });
}

export async function listLabelsOf(connection: Database | Connection, { kind, name, cursor, limit }: LabelFilter): Promise<Page<Label>> {
	const length = checkLimit(limit);
	const after = decodePlace(cursor, '', '', '');
	const labels = (await listStoredLabels(connection, { kind, name }))
		.map((row) => ({ row, place: [row.kind, row.name, row.label] as const }))
		.filter(({ place }) => !after || comparePlaces(place, after) > 0)
		.sort((one, other) => comparePlaces(one.place, other.place));
	const { items, ...more } = toPage(labels, length, ({ place }) => place);
	const rows = items.map(({ row }) => row);
	const stateOf = await readStates(connection, rows);
	return { items: rows.map((row) => toLabel(row, row.version, stateOf(row))), ...more };
}

type SetRow = LabelRow & { version: string };

/** Uses one query per kind: a tenant's query cannot join. */
async function readStates(connection: Database | Connection, rows: readonly SetRow[]): Promise<(row: SetRow) => ManifestState> {
	const found: Array<Pick<ManifestRow, 'kind' | 'name' | 'version' | 'state'>> = [];
	for (const [kind, ofKind] of Map.groupBy(rows, (row) => row.kind)) {
		const names = [...new Set(ofKind.map(({ name }) => name))];
		const versions = [...new Set(ofKind.map(({ version }) => version))];
		const query = connection.selectFrom('manifests').select(['kind', 'name', 'version', 'state']);
		found.push(...(await query.where('kind', '=', kind).where('name', 'in', names).where('version', 'in', versions).execute()));
	}
	const byName = Map.groupBy(found, ({ kind, name }) => `${kind}:${name}`);
	// An approved version never becomes a draft again, and is never deleted.
	return ({ kind, name, version }) => (pickBest(byName.get(`${kind}:${name}`) ?? [], version)?.state ?? 'revoked') as ManifestState;
}

const comparePlaces = (one: readonly string[], other: readonly string[]): number => {
	const at = one.findIndex((part, index) => part !== other[index]);
	return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
};

function checkKey({ kind, label }: LabelKey): void {
	if (kind === 'package') throw invalid('kind', 'is package', 'a kind that is chosen by a range: packages are installed');
	if (!isVersionLabel(label))
		throw invalid(
			'label',
			`is ${JSON.stringify(label.slice(0, 50))}`,
			'2 to 32 of a-z, 0-9 and -, a letter first, and no range or "latest"',
		);
}

function refuseOtherRevision({ kind, name, label, revision }: RemoveLabelRequest, existing: LabelRow | undefined): void {
	const actual = existing?.revision ?? 0;
	if (revision === undefined || revision === actual) return;
	throw conflict(`The label ${label} of the ${kind} ${name} was changed in the meantime: its revision is ${actual}, expected ${revision}`, {
		expected: revision,
		actual,
	});
}

/** Labels share the snapshot with rollouts. */
async function refuseTooMany(connection: Connection): Promise<void> {
	const rollouts = (await storedRollouts(connection)).reduce((sum, one) => sum + countEntries(one), 0);
	const used = (await listStoredLabels(connection)).length + rollouts;
	if (used >= maxRollouts)
		throw invalid('label', 'would be one too many', `at most ${maxRollouts} labels and rollouts together; remove some`);
}

/** Max rows of a tenant, including removed labels with their revision. */
const maxRows = 5_000;

/** At the max, forgets the label removed longest ago. New labels begin above every revision: machines refuse a lower one. */
async function beginRevision(connection: Connection): Promise<number> {
	const { rows, highest } = await connection
		.selectFrom('labels')
		.select(({ fn }) => [fn.countAll().as('rows'), fn.max('revision').as('highest')])
		.executeTakeFirstOrThrow();
	if (Number(rows) < maxRows) return 1;
	const removed = connection.selectFrom('labels').select(['kind', 'name', 'label']).where('version', 'is', null);
	const oldest = await removed.orderBy('changed_at').limit(1).executeTakeFirstOrThrow();
	const { kind, name, label } = oldest;
	await connection.deleteFrom('labels').where('kind', '=', kind).where('name', '=', name).where('label', '=', label).execute();
	return Number(highest) + 1;
}

const findRow = (connection: Connection, { kind, name, label }: LabelKey): Promise<LabelRow | undefined> =>
	connection
		.selectFrom('labels')
		.selectAll()
		.where('kind', '=', kind)
		.where('name', '=', name)
		.where('label', '=', label)
		.executeTakeFirst();

async function put(connection: Connection, row: LabelRow): Promise<void> {
	const { kind: _kind, name: _name, label: _label, ...changed } = row;
	await connection
		.insertInto('labels')
		.values(row)
		.onConflict((one) => one.columns(['kind', 'name', 'label']).doUpdateSet(changed))
		.execute();
}

/** Without a `version`, the label was removed. */
function announce(change: Change, { kind, name, label }: LabelKey, moved: { version?: string; from?: string }): void {
	change.event('label.changed', { kind, name, label, ...moved });
	change.touchSnapshot();
}

function toLabel(row: LabelRow, version: string, state: ManifestState): Label {
	const { kind, name, label, revision, changed_at: changedAt, changed_by: changedBy, reason } = row;
	return { kind, name, label, version, state, revision, changedAt, changedBy, ...(reason !== null && { reason }) };
}

function notPublished({ kind, name, version }: SetLabelRequest): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `The ${kind} ${name.slice(0, 200)} has no version ${version.slice(0, 100)} to point a label at`,
		fix: 'List its versions: `troupe manifest list`.',
	});
}
