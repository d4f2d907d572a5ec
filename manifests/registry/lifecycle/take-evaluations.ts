import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { rcompare } from 'semver';
import { TroupeError } from '../../../core/base/errors';
import type { ApprovalDocument } from '../../documents/approval-document';
import { ownPackage } from '../../documents/several-manifests';
import { maxEvaluations } from '../../evidence/approved-evaluations';
import { describeEvaluation, evaluationKind, type EvaluationStatement } from '../../evidence/evaluation-statement';
import type { EvaluatedAgent } from '../../evidence/judge-evaluation';
import { type Evidence, readEvidence } from '../../evidence/read-evidence';
import { findProblems, isAbout } from '../../evidence/judge-evaluation';
import type { Change } from '../changes/change';
import { invalid } from '../changes/request-fields';
import { listVersions } from '../find/find-manifest';
import { readDocument } from '../find/read-documents';
import { parseDemands } from '../settings/change-policy';
import type { ManifestRow } from '../store/tables';
import type { EvaluationRule } from '../../evidence/evaluation-rule';

/** Checks an approval's evaluation results against the tenant's policy, and stores them. @throws TroupeError APPROVAL_REFUSED, TOKEN_INVALID */
export async function takeEvaluations(
	change: Change,
	row: ManifestRow,
	{ evaluations = [] }: ApprovalDocument,
	tokens: readonly string[],
): Promise<void> {
	const sent = readTokens(change, tokens);
	const known = await readStored(
		change,
		evaluations.map(({ sha256 }) => sha256),
	);
	const bound = evaluations.map((claim) => {
		const one = [...sent, ...known].find(({ sha256 }) => sha256 === claim.sha256);
		if (one && canonicalize(describeEvaluation(one)) === canonicalize(claim)) return one;
		throw refused(row, [`the approval names the result ${claim.sha256.slice(0, 12)} of ${JSON.stringify(claim.set)}, which was not sent`]);
	});
	const unbound = sent.find(({ sha256 }) => !evaluations.some((claim) => claim.sha256 === sha256));
	if (unbound) throw refused(row, [`the approval does not name the result ${unbound.sha256.slice(0, 12)} that was sent with it`]);
	await requireRules(change, row, bound);
	await store(change, row, sent);
}

export async function findStoredProblems(
	change: Change,
	agent: { name: string; from: string; to: string },
	rules: readonly EvaluationRule[],
): Promise<string[]> {
	const versions = await listVersions(change.connection, 'agent', agent.name);
	const find = async (wanted: string) => {
		const row = versions.find(({ version, state }) => version === wanted && state === 'approved');
		return row ? readEvaluatedAgents(change, row) : [];
	};
	const [candidate] = await find(agent.to);
	const [approved] = await find(agent.from);
	if (!candidate) return [`${agent.to} is not approved`];
	const statements = await readStatements(change, { kind: 'agent', name: agent.name });
	return rules.flatMap((rule) => findProblems(rule, { candidate, approved, statements, nowMs: change.nowMs }));
}

async function requireRules(change: Change, row: ManifestRow, bound: Array<Evidence<EvaluationStatement>>): Promise<void> {
	const rules = (parseDemands(change.head).evaluations ?? []).filter(({ packages }) => row.kind === 'agent' || packages);
	if (rules.length === 0) return;
	const candidates = await readEvaluatedAgents(change, row);
	const approved = await readApprovedAgents(change, row);
	// The approver signs the new version's results.
	const stored = (await readStatements(change, row)).filter((one) => !candidates.some((candidate) => isAbout(one, candidate)));
	const statements = [...bound.map(({ facts }) => facts), ...stored];
	const problems = candidates.flatMap((candidate) => {
		const facts = { candidate, approved: approved.find(({ id }) => id === candidate.id), statements, nowMs: change.nowMs };
		const found = rules.flatMap((rule) => findProblems(rule, facts));
		return row.kind === 'agent' ? found : found.map((problem) => `${candidate.id}: ${problem}`);
	});
	if (problems.length > 0) throw refused(row, problems);
}

function readTokens(change: Change, tokens: readonly string[]): Array<Evidence<EvaluationStatement>> {
	if (tokens.length > maxEvaluations) throw invalid('evaluations', `has ${tokens.length} results`, `at most ${maxEvaluations}`);
	return tokens.map((token) =>
		readEvidence('The result of an evaluation', evaluationKind, Buffer.from(token, 'latin1'), change.root.document),
	);
}

async function readStored(change: Change, hashes: string[]): Promise<Array<Evidence<EvaluationStatement>>> {
	if (hashes.length === 0) return [];
	const rows = await change.connection
		.selectFrom('evidence')
		.select('token')
		.where('type', '=', evaluationKind.type)
		.where('sha256', 'in', hashes)
		.execute();
	return readTokens(
		change,
		rows.map(({ token }) => token),
	);
}

const maxRead = 200;

async function readStatements({ connection }: Change, { kind, name }: Pick<ManifestRow, 'kind' | 'name'>): Promise<EvaluationStatement[]> {
	const rows = await connection
		.selectFrom('evidence')
		.select('token')
		.where('type', '=', evaluationKind.type)
		.where('manifest', 'in', (query) => query.selectFrom('manifests').select('sha256').where('kind', '=', kind).where('name', '=', name))
		.orderBy('at', 'desc')
		.limit(maxRead)
		.execute();
	return rows.map(({ token }) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as EvaluationStatement);
}

async function store(
	{ connection, at }: Change,
	{ sha256: manifest }: ManifestRow,
	sent: Array<Evidence<EvaluationStatement>>,
): Promise<void> {
	for (const one of sent)
		await connection
			.insertInto('evidence')
			.values({
				manifest,
				sha256: one.sha256,
				type: evaluationKind.type,
				facts: JSON.stringify(describeEvaluation(one)),
				token: one.token,
				at,
			})
			.onConflict((conflict) => conflict.doNothing())
			.execute();
}

function refused({ kind, name, version }: Pick<ManifestRow, 'kind' | 'name' | 'version'>, problems: string[]): TroupeError {
	return new TroupeError({
		code: 'APPROVAL_REFUSED',
		message: `${name} ${version} cannot be approved with these evaluations: ${problems.join('; ')}`,
		fix: `Correct the agent, or evaluate what is missing with \`troupe eval run SET --keys FOLDER --signed FILE\`, then approve it with \`troupe manifest approve ${kind}:${name}@${version} --evaluation FILE\`.`,
		details: { reason: 'evaluation', problems: problems.slice(0, 100) },
	});
}

type Version = Pick<ManifestRow, 'kind' | 'name' | 'version' | 'sha256'>;

async function readEvaluatedAgents({ connection }: Change, { kind, name, version, sha256 }: Version): Promise<EvaluatedAgent[]> {
	const document = await readDocument(connection, sha256);
	// Troupe's agents depend on the code beside them.
	if (kind === 'package' && 'agents' in document)
		return document.agents.map((agent) => ({ ...agent, ...(name === ownPackage && { troupe: version }) }));
	if (kind !== 'agent' || !('content' in document)) return [];
	return [{ id: name, version, sha256: createHash('sha256').update(document.content).digest('hex') }];
}

async function readApprovedAgents(change: Change, { kind, name, version }: Version): Promise<EvaluatedAgent[]> {
	const versions = await listVersions(change.connection, kind, name);
	const [last] = versions
		.filter((one) => one.state === 'approved' && one.version !== version)
		.sort((one, other) => rcompare(one.version, other.version));
	return last ? readEvaluatedAgents(change, last) : [];
}
