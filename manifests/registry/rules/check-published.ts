import { TroupeError } from '../../../core/errors';
import { kindOf, type AgentManifest, type ManifestDocument, type PromptManifest } from '../../documents/documents';
import { highestBump, isAtLeast, type Bump, type RuledChange } from './bump';
import { checkAgentContent, checkPromptContent, type CheckAgent } from './check-content';
import { ruledChanges, shortened } from './diff-manifests';
import { bumpOf, isVersion, placeVersion, versionThatWouldDo } from './version-line';

/** What is known of a name: all its versions, whatever their state, and how to read one of them. */
export interface PublishedVersions {
	versions: readonly string[];
	read(version: string): Promise<ManifestDocument>;
}

/**
 * Whether a manifest may be published beside those of its name that were.
 * @throws TroupeError AGENT_INVALID, VERSION_INVALID
 */
export async function checkPublished(manifest: ManifestDocument, published: PublishedVersions, checkAgent: CheckAgent): Promise<void> {
	if (kindOf(manifest) === 'agent') await checkAgentContent(manifest as AgentManifest, checkAgent);
	if (kindOf(manifest) === 'prompt') checkPromptContent(manifest as PromptManifest);
	const base = baseOf(manifest, published.versions);
	if (base === undefined) return;
	const changes = ruledChanges(await published.read(base), manifest);
	const required = highestBump(changes);
	if (isAtLeast(bumpOf(base, manifest.package.version), required)) return;
	throw tooSmall(manifest, base, required, changes, published.versions);
}

/** The version that its change is measured by, if there is one. */
function baseOf(manifest: ManifestDocument, versions: readonly string[]): string | undefined {
	const { version } = manifest.package;
	if (!isVersion(version)) throw refused(manifest, `${version} is no semantic version`, 'Give it one, such as 1.0.0.', { actual: version });
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
