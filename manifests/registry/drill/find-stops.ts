import { letOthersRun } from '../../../core/base/async/loop-yielder';
import { TroupeError } from '../../../core/base/errors';
import { canHaveSeveralManifests } from '../../documents/several-manifests';
import type { RootDocument } from '../../documents/root-document';
import { findOwner, personName } from '../../trust/count-approvals';
import type { DrillRequest } from '../api/drill';
import type { ManifestSummary } from '../api/lifecycle';
import { findManifest } from '../find/find-manifest';
import type { Judge } from '../find/judge-manifest';
import { summaries, summaryColumns } from '../find/summaries';
import type { Connection, Database } from '../store/tables';

type Reader = Database | Connection;

const maxOfKey = 5_000;
const rowsAtOnce = 100;

export interface Stops {
	what: string;
	stops: Array<ManifestSummary & { because: string }>;
	keyId?: string;
	/** Set if the key signed or approved more versions than were read. */
	isCut?: true;
}

/** @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND */
export async function findStops(connection: Reader, judge: Judge, request: DrillRequest): Promise<Stops> {
	const { key, sha256, kind, name, version } = request;
	const isVersion = kind !== undefined && name !== undefined && version !== undefined;
	const isPartOfOne = [kind, name, version].some((part) => part !== undefined) && !isVersion;
	if (isPartOfOne || [key !== undefined, sha256 !== undefined, isVersion].filter(Boolean).length !== 1) throw isNoTarget();
	if (key !== undefined) return stopsOfKey(connection, judge, key);
	const { rows, what } = await findRows(connection, request);
	const running = (await summaries(connection, judge, rows)).filter(({ approved }) => approved);
	return { what, stops: running.map((one) => ({ ...one, because: 'it would be revoked' })) };
}

/** As in a revocation: one manifest of a third-party package, else the version with all its manifests. */
async function findRows(connection: Reader, { sha256, ...named }: DrillRequest) {
	const one = sha256 === undefined ? undefined : await findManifest(connection, sha256);
	const { kind, name, version } = one ?? (named as Required<Pick<DrillRequest, 'kind' | 'name' | 'version'>>);
	const query = connection.selectFrom('manifests').select(summaryColumns);
	const ofVersion = query.where('kind', '=', kind).where('name', '=', name).where('version', '=', version);
	const isAlone = one !== undefined && canHaveSeveralManifests(one);
	const rows = await (isAlone ? ofVersion.where('sha256', '=', one.sha256) : ofVersion).execute();
	const what = `${kind}:${name}@${version}`;
	if (rows.length === 0)
		throw new TroupeError({
			code: 'MANIFEST_NOT_FOUND',
			message: `Your tenant has no ${what}`,
			fix: 'List what was published: `troupe manifest list`.',
			details: { kind, name, version },
		});
	return { rows, what };
}

async function stopsOfKey(connection: Reader, { root, nowMs }: Judge, keyId: string): Promise<Stops> {
	if (!root.keys.some(({ kid }) => kid === keyId)) throw isNoKey(keyId, root);
	const stops: Stops['stops'] = [];
	let last = Number.MAX_SAFE_INTEGER;
	let isCut = true;
	for (let read = 0; isCut && read < maxOfKey; read += rowsAtOnce) {
		const rows = await readSigned(connection, keyId, last);
		const after = await summaries(connection, { root: withoutKey(root, keyId), nowMs }, rows);
		const losing = after.flatMap((one, index) => (one.approved ? [] : [{ row: rows[index]!, problems: one.problems ?? [] }]));
		const today = await summaries(
			connection,
			{ root, nowMs },
			losing.map(({ row }) => row),
		);
		for (const [index, now] of today.entries()) if (now.approved) stops.push({ ...now, because: losing[index]!.problems.join('; ') });
		isCut = rows.length === rowsAtOnce;
		last = rows.at(-1)?.sequence ?? last;
		await letOthersRun();
	}
	const owner = findOwner(root, keyId);
	return { what: owner === undefined ? `key ${keyId}` : `key ${keyId} of ${personName(owner)}`, stops, keyId, ...(isCut && { isCut }) };
}

const readSigned = (connection: Reader, keyId: string, before: number) =>
	connection
		.selectFrom('manifests')
		.select(summaryColumns)
		.where('state', 'in', ['approved', 'deprecated'])
		.where('sequence', '<', before)
		.where((either) =>
			either.or([
				either('key_id', '=', keyId),
				either('sha256', 'in', connection.selectFrom('approvals').select('manifest').where('key_id', '=', keyId)),
			]),
		)
		.orderBy('sequence', 'desc')
		.limit(rowsAtOnce)
		.execute();

export const withoutKey = (root: RootDocument, keyId: string): RootDocument => ({
	...root,
	ver: root.ver + 1,
	revokedKeyIds: [...new Set([...(root.revokedKeyIds ?? []), keyId])],
});

const isNoTarget = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Expected exactly one of: a key, the SHA-256 of a manifest, or kind, name and version of one',
		fix: 'Name what would be revoked: key=KEY, sha256=HASH, or kind=agent&name=support&version=1.2.0.',
	});

const isNoKey = (keyId: string, { ver, keys }: RootDocument) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Edition ${ver} of the root has no key ${keyId}`,
		fix: `Name one of its keys: ${keys.map(({ kid }) => kid).join(', ')}.`,
		details: { key: keyId },
	});
