import { isAtLeast } from '../../../core/ports/sandbox/levels';
import { isFresh } from '../../evidence/judge-report';
import { commandFor, demandsReport, describeSubject } from '../../evidence/sandbox-demand';
import type { SandboxDemand } from '../../evidence/sandbox-demand';
import type { ReportSummary } from '../../evidence/sandbox-report';
import { inspectDocument } from '../../token/inspect-document';
import { parseToken } from '../../token/read-token';
import { readPolicy } from '../settings/change-policy';
import { findManifest } from './find-manifest';
import type { ManifestAnswer, ManifestSummary } from '../registry-api';
import type { Connection, Database, ManifestRow } from '../store/tables';
import { reportKind } from '../../evidence/sandbox-report';
import { describeReview, readReviews } from './reviews';
import { judgeManifest, type Judge, type SignedTimes } from './judge-manifest';

export async function summaries(
	connection: Database | Connection,
	judge: Judge,
	rows: Array<Omit<ManifestRow, 'token'>>,
): Promise<ManifestSummary[]> {
	return withApprovals(
		connection,
		judge,
		rows.map((row) => summaryWithout(judge, row)),
	);
}

export function summaryWithout({ root }: Judge, row: Omit<ManifestRow, 'token'>): ManifestSummary {
	return {
		sha256: row.sha256,
		kind: row.kind,
		name: row.name,
		version: row.version,
		state: row.state,
		revision: row.revision,
		keyId: row.key_id,
		author: row.author,
		approvals: [],
		threshold: root.roles.approver.threshold,
		capabilities: JSON.parse(row.capabilities) as string[],
		...(row.purpose !== null && { purpose: row.purpose }),
		...(row.successor !== null && { successor: row.successor }),
		...(row.reason !== null && { reason: row.reason }),
		...(row.scope !== null && { scope: row.scope }),
		publishedAt: row.published_at,
	};
}

export async function withApprovals(
	connection: Database | Connection,
	judge: Judge,
	manifests: ManifestSummary[],
): Promise<ManifestSummary[]> {
	if (manifests.length === 0) return [];
	const hashes = manifests.map(({ sha256 }) => sha256);
	const approvals = await connection
		.selectFrom('approvals')
		.select(['manifest', 'approver', 'key_id', 'at', 'token'])
		.where('manifest', 'in', hashes)
		.orderBy('at')
		.execute();
	const heads = await connection
		.selectFrom('manifests')
		.select((expression) => [
			'sha256',
			expression.fn<string>('substr', ['token', expression.val(1), expression.val(headLength)]).as('head'),
		])
		.where('sha256', 'in', hashes)
		.execute();
	const reviews = await readReviews(connection, hashes);
	const { reports, demand } = await readReports(connection, hashes);
	const byManifest = Map.groupBy(approvals, ({ manifest }) => manifest);
	const times = new Map(heads.map(({ sha256, head }) => [sha256, findTimes(head)]));
	return manifests.map((stored) => {
		const manifest = { ...stored, ...describeReview(stored, reviews.get(stored.sha256)) };
		const manifestApprovals = (byManifest.get(manifest.sha256) ?? []).map(({ approver, key_id: keyId, at, token }) => {
			return { approver, keyId, at, ...readTimes(token) };
		});
		return {
			...manifest,
			...judgeManifest(judge, manifest, manifestApprovals, times.get(manifest.sha256)),
			...describeReports(judge, manifest, reports.get(manifest.sha256) ?? [], demand),
		};
	});
}

function readTimes(approval: string): SignedTimes {
	const { iat, exp } = parseToken('An approval', 'troupe-approval+jwt', Buffer.from(approval, 'latin1')).claimed;
	return { issued: iat, expires: exp };
}

/** Tokens can be long; every signer of Troupe writes the times first. Gates check the times of other tokens. */
const headLength = 700;

function findTimes(head: string): SignedTimes | undefined {
	const claims = Buffer.from(head.split('.')[1] ?? '', 'base64url').toString('latin1');
	const [, iat, exp] = /^\{"iss":"[^"]*","aud":"[^"]*","iat":(\d+),"exp":(\d+),/.exec(claims) ?? [];
	return exp === undefined ? undefined : { issued: Number(iat), expires: Number(exp) };
}

export const summaryColumns = [
	'sha256',
	'sequence',
	'kind',
	'name',
	'version',
	'state',
	'revision',
	'key_id',
	'author',
	'publisher',
	'purpose',
	'capabilities',
	'file_list',
	'successor',
	'reason',
	'scope',
	'published_at',
] as const satisfies Array<keyof ManifestRow>;

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function summarize(connection: Database | Connection, judge: Judge, sha256: string): Promise<ManifestSummary> {
	const [summary] = await summaries(connection, judge, [await findManifest(connection, sha256)]);
	return summary!;
}

/** Newest ones only: machines accept answers of 4 MB. */
const maxEvidence = 4;

/** Fields beside the token are for information; users verify the token. */
export async function manifestAnswer(connection: Database | Connection, judge: Judge, sha256: string): Promise<ManifestAnswer> {
	const { token, key_id: keyId } = await findManifest(connection, sha256);
	const approvals = await connection
		.selectFrom('approvals')
		.select('token')
		.where('manifest', '=', sha256)
		.orderBy('at')
		.orderBy('key_id')
		.execute();
	const evidence = await connection
		.selectFrom('evidence')
		.select('token')
		.where('manifest', '=', sha256)
		// Machines do not need evaluation results.
		.where('type', '=', reportKind.type)
		.orderBy('at', 'desc')
		.limit(maxEvidence)
		.execute();
	const { claimed } = inspectDocument(`The manifest ${sha256}`, Buffer.from(token, 'latin1'));
	const fileList = 'fileList' in claimed ? claimed.fileList : undefined;
	return {
		...(await summarize(connection, judge, sha256)),
		token,
		manifest: { ...claimed },
		checksum: `sha256:${sha256}`,
		signature: token.slice(token.lastIndexOf('.') + 1),
		signature_key_id: keyId,
		approvalTokens: approvals.map((approval) => approval.token),
		evidenceTokens: evidence.map((document) => document.token),
		...(fileList && { fileList }),
	};
}

async function readReports(
	connection: Database | Connection,
	manifests: readonly string[],
): Promise<{ reports: Map<string, ReportSummary[]>; demand?: SandboxDemand }> {
	const rows = await connection
		.selectFrom('evidence')
		.select(['manifest', 'facts'])
		.where('type', '=', reportKind.type)
		.where('manifest', 'in', manifests)
		.orderBy('at', 'desc')
		.execute();
	const reports = new Map<string, ReportSummary[]>();
	for (const { manifest, facts } of rows) reports.set(manifest, [...(reports.get(manifest) ?? []), JSON.parse(facts) as ReportSummary]);
	return { reports, demand: (await readPolicy(connection)).sandbox };
}

function describeReports(
	{ nowMs }: Judge,
	version: Pick<ManifestSummary, 'kind' | 'name' | 'version' | 'state'>,
	reports: ReportSummary[],
	demand: SandboxDemand | undefined,
): Pick<ManifestSummary, 'reports' | 'testInSandbox'> {
	if (version.state === 'revoked' || version.state === 'rejected' || describeSubject(version) === undefined)
		return reports.length === 0 ? {} : { reports };
	const demanded = demand !== undefined && demandsReport(demand, version) ? demand : undefined;
	// An approved version stays approved: its report was fresh then.
	const isDraft = version.state === 'draft';
	const fits = ({ level, startedAt }: ReportSummary) =>
		demanded === undefined || (isAtLeast(level, demanded.level) && (!isDraft || isFresh(startedAt, demanded, nowMs)));
	return { reports, ...(!reports.some(fits) && { testInSandbox: commandFor(version, demanded?.level) }) };
}
