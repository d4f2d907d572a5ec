import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import semver from 'semver';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { pinnedTrustFolder } from '../../../core/base/home-folders';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import { getKind, laterRootsFolderName, rootFileName } from '../../../manifests/documents/documents';
import { requireReport } from '../../../manifests/evidence/require-report';
import { summarizeReport } from '../../../manifests/evidence/sandbox-report';
import { describeReport } from '../../../manifests/evidence/verified-reports';
import { readSigner } from '../../../manifests/keys/key-files';
import type { ManifestSummary, RootEdition } from '../../../manifests/registry/registry-api';
import { diffManifests } from '../../../manifests/registry/rules/diff-manifests';
import { listActiveKeys } from '../../../manifests/token/key-ring';
import { signDocument } from '../../../manifests/token/sign-token';
import { TrustStore } from '../../../manifests/trust/trust-store';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import { writeAtomically } from '../../../manifests/write-file';
import { describeEvaluation } from '../../../manifests/evidence/evaluation-statement';
import { readEvaluations, showEvaluations } from './read-evaluations';
import { readReaches } from '../find/called-agents';
import { fetchManifest, type FetchedManifest } from '../find/fetch';
import { manifestFacts } from '../find/facts';
import { findManifest } from '../find/reference';
import { allOf, readKeysFolder, openRegistry, wrongUse, type OpenRegistry, type RegistryOptions } from '../shared/open-registry';
import { confirmed } from '../../terminal/confirm';
import { readReport } from '../shared/read-report';
import { countApprovals, diffText, summaryText } from '../shared/text';
import { readPassphrase } from '../../terminal/passphrase';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';

export interface ApproveOptions extends RegistryOptions {
	kind?: ManifestKind;
	keys?: string;
	/** Key to use if the folder holds several. */
	key?: string;
	trust?: string;
	approver?: string;
	report?: string;
	/** Paths of signed results. */
	evaluation?: string[];
	yes?: boolean;
}

const approvalDays = 3650;
const mostEditions = 1_000;

/** Shows the request, signs a yes to exactly that, and sends it. */
export async function runApprove(target: string, options: ApproveOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const registry = await open(options, terminal);
	const summary = await findManifest(registry, target, options.kind, 'draft');
	const fetched = await fetchManifest(registry, summary.sha256);
	const trust = openTrust(options, await laterRoots(registry), terminal);
	const { keyId } = trust.manifest(`the manifest of ${summary.name} ${summary.version}`, Buffer.from(fetched.answer.token, 'latin1'));
	const report = options.report === undefined ? undefined : readReport(options.report, trust.root.document);
	const evaluations = readEvaluations(options.evaluation ?? [], trust.root.document);
	await showRequest(registry, fetched, terminal);
	requireReport({
		version: { manifest: fetched.manifest, sha256: summary.sha256, authorKeyId: keyId },
		report,
		demand: (await registry.api.policy(registry.caller)).sandbox,
		root: trust.root.document,
		nowMs: Date.now(),
	});
	showReport(report, fetched, terminal);
	showEvaluations(evaluations, terminal);
	const { answer, manifest } = fetched;
	if (!(await confirmed(`Approve ${printable(`${answer.name} ${answer.version}`)}?`, options, terminal))) {
		terminal.note('Nothing was approved.');
		return 1;
	}
	const keysFolder = readKeysFolder(options);
	const signer = readSigner(keysFolder, 'approver', {
		passphrase: await readPassphrase(keysFolder, 'approver', terminal),
		name: options.key,
	});
	const yes = {
		ver: 1,
		manifest: summary.sha256,
		package: manifest.package.name,
		version: manifest.package.version,
		approver: nameApprover(options, trust, signer.keyId),
		jti: randomUUID(),
		...(report && { report: report.sha256 }),
		...(evaluations.length > 0 && { evaluations: evaluations.map(describeEvaluation) }),
	};
	const token = await signDocument('troupe-approval+jwt', yes, signer, { nowMs: Date.now(), days: approvalDays });
	const approved = await registry.api.approve(registry.caller, summary.sha256, {
		token,
		revision: answer.revision,
		...((report || evaluations.length > 0) && { evidence: [...(report ? [report] : []), ...evaluations].map((one) => one.token) }),
	});
	if (options.json) terminal.print(JSON.stringify(approved));
	terminal.note(summaryText(approved));
	const missing = approved.threshold - countApprovals(approved.approvals);
	if (missing > 0) terminal.note(`${missing === 1 ? 'One more approver' : `${missing} more approvers`} must approve it before it can run.`);
	return 0;
}

/** All of it on standard error: standard output is for the answer. */
async function showRequest(registry: OpenRegistry, fetched: FetchedManifest, terminal: Terminal): Promise<void> {
	const { answer, manifest } = fetched;
	terminal.note(
		printable(`${getKind(manifest)} ${answer.name} ${answer.version}, signed by ${answer.author} with ${answer.signature_key_id}`),
	);
	manifestFacts(manifest, terminal, await readReaches(registry, manifest)).forEach(terminal.note);
	const before = await lastApproved(registry, answer);
	if (before === undefined) return terminal.note('It is the first version with this name, so there is nothing to compare it with.');
	terminal.note(
		printable(
			`Against ${before.version}${before.version === answer.version ? ` #${before.sha256.slice(0, 12)}` : ''}, which is ${before.state}:`,
		),
	);
	// Compared here: the registry's report of a change does not count.
	const last = await fetchManifest(registry, before.sha256);
	diffText(diffManifests(last.manifest, manifest), terminal).forEach(terminal.note);
}

function showReport(report: ReturnType<typeof readReport> | undefined, { answer }: FetchedManifest, terminal: Terminal): void {
	if (report !== undefined) terminal.note(printable(describeReport(summarizeReport(report))));
	else if (answer.testInSandbox !== undefined) terminal.note(printable(`It has no sandbox report. Make one: ${answer.testInSandbox}`));
}

/** Another of the version that people said yes to; else that of the highest version below it; of the lowest version that of the highest. */
async function lastApproved(
	{ api, caller }: OpenRegistry,
	{ kind, name, version, sha256 }: ManifestSummary,
): Promise<ManifestSummary | undefined> {
	const approved: ManifestSummary[] = [];
	for await (const one of allOf((cursor) => api.list(caller, { kind, name, cursor, limit: 500 }))) {
		if (one.name === name && one.sha256 !== sha256 && ['approved', 'deprecated'].includes(one.state)) approved.push(one);
	}
	approved.sort((one, other) => semver.compare(other.version, one.version));
	return approved.find((one) => one.version === version) ?? approved.find((one) => semver.lt(one.version, version)) ?? approved[0];
}

/** An approver believes a root, not the registry: the one beside the keys, else the pinned one. */
function openTrust(options: ApproveOptions, editions: RootEdition[], terminal: Terminal): TrustStore {
	const keysFolder = readKeysFolder(options);
	const folder = options.trust ?? (existsSync(join(keysFolder, rootFileName)) ? keysFolder : pinnedTrustFolder(terminal.environment));
	const later = mkdtempSync(join(tmpdir(), 'troupe-roots-'));
	try {
		for (const { version, tokens } of editions) writeAtomically(join(later, laterRootsFolderName, `${Number(version)}.jwt`), tokens);
		return new TrustStore({ pinned: resolve(folder), named: true, registry: later }, new SeenFiles(), Date.now());
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'TRUST_ROOT_MISSING') throw error;
		throw new TroupeError({
			code: 'TRUST_ROOT_MISSING',
			message: `There is no root to check the author's signature against: looked for ${join(resolve(folder), rootFileName)}`,
			fix: `Put the ${rootFileName} that your ops team trusts next to your key, or specify its folder with --trust.`,
			cause: error,
		});
	} finally {
		rmSync(later, { recursive: true, force: true });
	}
}

/** Fetches the roots after the approver's own: each edition is verified by the one before. */
async function laterRoots({ api }: OpenRegistry): Promise<RootEdition[]> {
	return (await api.roots(2)).slice(0, mostEditions);
}

function nameApprover({ approver }: ApproveOptions, trust: TrustStore, keyId: string): string {
	const name = approver ?? trust.root.document.owners?.[keyId];
	const { ver } = trust.root.document;
	if (!listActiveKeys(trust.root.document, 'approver').includes(keyId))
		throw wrongUse(
			`The key ${keyId} does not belong to an approver in edition ${ver} of the root, so its approval would not count`,
			'Approve with a key that the root names, or have this one added: `troupe manifest keys rotate --add`.',
		);
	if (name !== undefined) return name;
	throw wrongUse(`The root does not say whose the key ${keyId} is`, 'Say who approves with --approver.');
}
