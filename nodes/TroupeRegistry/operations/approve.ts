import { createHash, randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { ApprovedEvaluation } from '../../../manifests/evidence/approved-evaluations';
import { describeEvaluation, evaluationKind } from '../../../manifests/evidence/evaluation-statement';
import { readEvidence } from '../../../manifests/evidence/read-evidence';
import { reportKind } from '../../../manifests/evidence/sandbox-report';
import { sortEvidence } from '../../../manifests/evidence/sort-evidence';
import type { ManifestAnswer } from '../../../manifests/registry/registry-api';
import { inspectDocument } from '../../../manifests/token/inspect-document';
import { signToken } from '../../../manifests/token/sign-token';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import { givenJson } from '../../shared/given-json';
import { findSigner, readNewestRoot } from '../../shared/registry/find-signer';
import { openSigningKey, signingKey } from '../../shared/registry/signing-key';
import { splitNames } from '../../shared/split-names';
import type { Ask } from '../operation';
import { readManifest } from '../read-locator';
import { readToken } from '../read-token';

interface ApprovalEvidence {
	report?: string;
	evaluations: ApprovedEvaluation[];
	/** The signed documents, which the registry stores beside the approval. */
	tokens: string[];
}

interface Options {
	sandboxReport?: unknown;
	evaluations?: unknown;
	evidenceFiles?: string;
}

/** Output and report of a run are longer than the signed report in them. */
const maxFileBytes = 16 * 1024 * 1024;

/**
 * Reads the sandbox report and the results of evaluations of one item, and checks who signed them. The registry checks them again, by its policy.
 * @throws TroupeError INPUT_INVALID, TOKEN_INVALID
 */
async function readApprovalEvidence({ context, item, api }: Ask): Promise<ApprovalEvidence> {
	const { sandboxReport, evaluations, evidenceFiles = '' } = context.getNodeParameter('approveOptions', item, {}) as Options;
	const files = await Promise.all(
		splitNames(evidenceFiles).map(async (field) => listTokens(`The file in "${field}"`, await readFile({ context, item }, field))),
	);
	const tokens = [...listTokens('Sandbox Report', sandboxReport), ...listTokens('Evaluations', evaluations), ...files.flat()];
	if (tokens.length === 0) return { evaluations: [], tokens: [] };
	const sorted = sortEvidence(tokens);
	const root = await readNewestRoot(api);
	const [report, ...more] = sorted.reports.map((token) =>
		readEvidence('The sandbox report', reportKind, Buffer.from(token, 'latin1'), root),
	);
	if (more.length > 0) throw invalid('An approval rests on one sandbox report, and the item has several.', 'Pass the report of one run.');
	const results = sorted.evaluations.map((token) =>
		readEvidence('The result of the evaluation', evaluationKind, Buffer.from(token, 'latin1'), root),
	);
	return { ...(report && { report: report.sha256 }), evaluations: results.map(describeEvaluation), tokens };
}

function listTokens(where: string, value: unknown): string[] {
	if (value === undefined || value === null || value === '') return [];
	if (Array.isArray(value)) return value.flatMap((one) => listTokens(where, one));
	if (typeof value === 'object') return [readSigned(where, value)];
	const text = typeof value === 'string' ? value.trim() : '';
	if (/^[[{]/.test(text)) return listTokens(where, givenJson(text, where));
	return text.split(/\s+/).filter((token) => token !== '');
}

function readSigned(where: string, document: object): string {
	const { signedReport } = document as { signedReport?: unknown };
	if (typeof signedReport === 'string') return signedReport;
	throw invalid(
		`${where} has no signedReport: the report was not signed.`,
		'Have the operator of the service set TROUPE_SANDBOX_KEYS, or run `troupe sandbox run` with --keys and --json.',
	);
}

async function readFile({ context, item }: Pick<Ask, 'context' | 'item'>, field: string): Promise<string> {
	context.helpers.assertBinaryData(item, field);
	const bytes = await context.helpers.getBinaryDataBuffer(item, field);
	if (bytes.length <= maxFileBytes) return bytes.toString('utf8');
	throw invalid(`The file in "${field}" has more than ${maxFileBytes} bytes.`, 'Pass the file of a signed report or result.');
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

const approvalDays = 3650;

export async function approve(ask: Ask): Promise<IDataObject> {
	const { context, item, api, caller } = ask;
	const manifest = await readManifest(context, item, 'manifest', ask);
	const evidence = await readApprovalEvidence(ask);
	const isSigned = context.getNodeParameter('signing', item, 'key') === 'token';
	const token = isSigned ? readToken(context, item) : await sign(ask, manifest, evidence);
	const sent = evidence.tokens.length > 0 && { evidence: evidence.tokens };
	return await api.approve(caller, manifest.sha256, { token, revision: manifest.revision, ...sent });
}

async function sign({ context, item, api }: Ask, manifest: ManifestAnswer, evidence: ApprovalEvidence): Promise<string> {
	const claimed = whatItIs(manifest);
	const key = openSigningKey(await context.getCredentials(signingKey, item));
	const signer = await findSigner(api, key, 'approver');
	const { report: named = '' } = context.getNodeParameter('approveOptions', item, {}) as { report?: string };
	const report = evidence.report ?? named.trim().toLowerCase();
	const yes = {
		ver: claimed.ver,
		manifest: manifest.sha256,
		package: claimed.package.name,
		version: claimed.package.version,
		approver: signer.owner,
		jti: randomUUID(),
		...(report && { report }),
		...(evidence.evaluations.length > 0 && { evaluations: evidence.evaluations }),
	};
	return signToken('troupe-approval+jwt', yes, signer, { nowMs: Date.now(), days: approvalDays });
}

/** A registry that answers with another manifest than the one it was asked for must not get a signature for it. */
function whatItIs({ token, sha256, name, version }: ManifestAnswer): ManifestDocument {
	const actual = createHash('sha256').update(token).digest('hex');
	const claimed = inspectDocument('the manifest', Buffer.from(token)).claimed as ManifestDocument;
	if (actual === sha256 && claimed.package.name === name && claimed.package.version === version) return claimed;
	throw new TroupeError({
		code: 'TOKEN_INVALID',
		message: `The registry returned a different manifest: ${claimed.package.name}@${claimed.package.version} with the SHA-256 ${actual}. Expected ${name}@${version} with ${sha256}.`,
		fix: 'Do not approve anything. Contact the person who runs the registry.',
		details: { expected: sha256, actual },
	});
}
