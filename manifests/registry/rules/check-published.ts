import { TroupeError } from '../../../core/base/errors';
import { kindOf, type AgentManifest, type ManifestDocument, type ManifestState, type PromptManifest } from '../../documents/documents';
import { highestBump, isAtLeast, type Bump, type RuledChange } from './bump';
import { checkAgentContent, checkPromptContent, type CheckAgent } from './check-content';
import { ruledChanges, shortened } from './diff-manifests';
import { bumpOf, isVersion, placeVersion, versionThatWouldDo } from './version-line';

/** A version of the same kind and name that was published before, whatever its state. */
export interface PreviousVersion {
	version: string;
	state: 'draft' | ManifestState;
	/** Read when it is asked for: there may be thousands. */
	manifest(): Promise<ManifestDocument>;
}

/**
 * Whether a manifest may be published after the ones before it.
 * @param checkAgent the rules of agents; without them a definition is held against its manifest alone
 * @throws TroupeError AGENT_INVALID, VERSION_INVALID
 */
export async function checkPublished(
	manifest: ManifestDocument,
	previous: readonly PreviousVersion[],
	checkAgent: CheckAgent = async () => [],
): Promise<void> {
	if (kindOf(manifest) === 'agent') await checkAgentContent(manifest as AgentManifest, checkAgent);
	if (kindOf(manifest) === 'prompt') checkPromptContent(manifest as PromptManifest);
	requireSemantic(manifest);
	// Its version is what npm calls it: whoever reviews a package cannot choose it, and may come to an older one later.
	if (kindOf(manifest) === 'package') return;
	const versions = previous.map(({ version }) => version);
	const measure = baseOf(manifest, versions);
	const base = previous.find(({ version }) => version === measure);
	if (!base) return;
	const changes = ruledChanges(await base.manifest(), manifest);
	const required = highestBump(changes);
	if (isAtLeast(bumpOf(base.version, manifest.package.version), required)) return;
	throw tooSmall(manifest, base.version, required, changes, versions);
}

function requireSemantic(manifest: ManifestDocument): void {
	const { version } = manifest.package;
	if (!isVersion(version)) throw refused(manifest, `${version} is no semantic version`, 'Give it one, such as 1.0.0.', { actual: version });
}

/** The version that its change is measured by, if there is one. */
function baseOf(manifest: ManifestDocument, versions: string[]): string | undefined {
	const { version } = manifest.package;
	const placed = placeVersion(version, versions);
	if (placed.kind !== 'not-above') return placed.kind === 'next' ? placed.base : undefined;
	const suggestion = versionThatWouldDo(version, versions, 'patch');
	throw refused(manifest, `its version has to be above ${placed.above}, which was published`, `Publish it as ${suggestion} or higher.`, {
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
		`since ${base} it changes ${shortened(fields)} (${shortened(why)}): that asks for a ${required} version`,
		`Publish it as ${suggestion} or higher, or leave these fields as they are in ${base}.`,
		{ base, required, actual: bumpOf(base, version), fields: fields.slice(0, 50), suggestion },
	);
}

function refused(manifest: ManifestDocument, problem: string, fix: string, details: Record<string, unknown>): TroupeError {
	const { name, version } = manifest.package;
	const kind = kindOf(manifest);
	return new TroupeError({
		code: 'VERSION_INVALID',
		message: `The ${kind} ${name} ${version} cannot be published: ${problem}.`,
		fix,
		details: { kind, name, version, ...details },
	});
}
