import { TroupeError } from '../../../core/base/errors';
import { getKind, type ManifestDocument } from '../../documents/documents';
import type {
	AgentManifest,
	EvaluationManifest,
	PolicyManifest,
	PromptManifest,
	TemplateManifest,
} from '../../documents/published-manifests';
import type { ManifestState } from '../../documents/snapshot-document';
import { highestBump, isAtLeast, type Bump, type RuledChange } from './bump';
import {
	checkAgentContent,
	checkEvaluationContent,
	type CheckContent,
	checkPolicyContent,
	checkPromptContent,
	checkTemplateContent,
	type ReadAgents,
} from './check-content';
import { ruledChanges, shortened } from './diff-manifests';
import { classifyBump, isVersion, placeVersion, versionThatWouldDo } from './version-line';

export interface PreviousVersion {
	version: string;
	state: 'draft' | ManifestState;
	/** Read on demand: there can be thousands. */
	manifest(): Promise<ManifestDocument>;
}

/**
 * @param check without it, the document is only compared with its manifest @param readAgents reads the agents that this one can call @throws
 * TroupeError AGENT_INVALID, POLICY_INVALID, TEMPLATE_INVALID, INPUT_INVALID, VERSION_INVALID
 */
export async function checkPublished(
	manifest: ManifestDocument,
	previous: readonly PreviousVersion[],
	check: CheckContent = async () => [],
	readAgents: ReadAgents = async () => [],
): Promise<void> {
	if (getKind(manifest) === 'agent') await checkAgentContent(manifest as AgentManifest, check, readAgents);
	if (getKind(manifest) === 'policy') await checkPolicyContent(manifest as PolicyManifest, check);
	if (getKind(manifest) === 'template') await checkTemplateContent(manifest as TemplateManifest, check);
	if (getKind(manifest) === 'evaluation') await checkEvaluationContent(manifest as EvaluationManifest, check);
	if (getKind(manifest) === 'prompt') await checkPromptContent(manifest as PromptManifest, check);
	requireSemantic(manifest);
	// npm gives the version: a reviewer cannot choose it, and can review an older one later.
	if (getKind(manifest) === 'package') return;
	const versions = previous.map(({ version }) => version);
	const measure = findBase(manifest, versions);
	const base = previous.find(({ version }) => version === measure);
	if (!base) return;
	const changes = ruledChanges(await base.manifest(), manifest);
	const required = highestBump(changes);
	if (isAtLeast(classifyBump(base.version, manifest.package.version), required)) return;
	throw tooSmall(manifest, base.version, required, changes, versions);
}

function requireSemantic(manifest: ManifestDocument): void {
	const { version } = manifest.package;
	if (!isVersion(version))
		throw refused(manifest, `${version} is not a semantic version`, 'Use a semantic version, such as 1.0.0.', { actual: version });
}

function findBase(manifest: ManifestDocument, versions: string[]): string | undefined {
	const { version } = manifest.package;
	const placed = placeVersion(version, versions);
	if (placed.kind !== 'not-above') return placed.kind === 'next' ? placed.base : undefined;
	const suggestion = versionThatWouldDo(version, versions, 'patch');
	throw refused(manifest, `its version must be above the published ${placed.above}`, `Publish it as ${suggestion} or higher.`, {
		expected: `above ${placed.above}`,
		actual: version,
		suggestion,
	});
}

function tooSmall(
	manifest: ManifestDocument,
	base: string,
	required: Bump,
	changes: RuledChange[],
	versions: readonly string[],
): TroupeError {
	const asking = changes.filter(({ bump }) => bump === required);
	const fields = [...new Set(asking.map(({ path }) => path))];
	const why = [...new Set(asking.map(({ reason }) => reason))];
	const { version } = manifest.package;
	const suggestion = versionThatWouldDo(version, versions, required);
	return refused(
		manifest,
		`since ${base} it changes ${shortened(fields.map(nameField))} (${shortened(why)}), which requires a ${required} version`,
		`Publish it as ${suggestion} or higher, or leave these fields unchanged from ${base}.`,
		{ base, required, actual: classifyBump(base, version), fields: fields.slice(0, 50), suggestion },
	);
}

/** Hides what looks like a file path: it is the operator's. */
const nameField = (pointer: string): string => pointer.slice(1).replaceAll('/', '.') || 'the whole';

function refused(manifest: ManifestDocument, problem: string, fix: string, details: Record<string, unknown>): TroupeError {
	const { name, version } = manifest.package;
	const kind = getKind(manifest);
	return new TroupeError({
		code: 'VERSION_INVALID',
		message: `The ${kind} ${name} ${version} cannot be published: ${problem}.`,
		fix,
		details: { kind, name, version, ...details },
	});
}
