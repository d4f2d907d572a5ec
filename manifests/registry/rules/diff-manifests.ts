import { TroupeError } from '../../../core/base/errors';
import {
	getKind,
	type AgentManifest,
	type ManifestDocument,
	type PackageManifest,
	type PolicyManifest,
	type PromptManifest,
	type TemplateManifest,
} from '../../documents/documents';
import type { ManifestDiff } from '../registry-api';
import { agentChanges } from './agent-bumps';
import { bumps, highestBump, type RuledChange } from './bump';
import { packageChanges, permissionChanges } from './package-bumps';
import { policyChanges } from './policy-bumps';
import { promptChanges } from './prompt-bumps';
import { readDefinition } from './read-definition';
import { templateChanges } from './template-bumps';

/** Max files in an answer: a package can have 20,000 files, all rebuilt. */
const maxChanges = 1_000;

/**
 * Compares two manifests of one kind and name: the changes, those that require the largest bump first, and the smallest bump for all of them.
 * @throws TroupeError INPUT_INVALID if their kinds or names differ
 */
export function diffManifests(from: ManifestDocument, to: ManifestDocument): ManifestDiff {
	const ruled = ruledChanges(from, to);
	const sorted = ruled.sort((one, other) => bumps.indexOf(other.bump) - bumps.indexOf(one.bump));
	return {
		from: from.package.version,
		to: to.package.version,
		changes: sorted.slice(0, maxChanges).map(({ bump: _, reason: __, ...change }) => change),
		requiredBump: highestBump(sorted),
		reasons: describeReasons(sorted),
	};
}

/** @throws TroupeError as diffManifests */
export function ruledChanges(from: ManifestDocument, to: ManifestDocument): RuledChange[] {
	const kind = getKind(to);
	if (getKind(from) !== kind || from.package.name !== to.package.name) throw incomparable(from, to);
	if (kind === 'agent') {
		const [before, after] = [from as AgentManifest, to as AgentManifest];
		const changes = agentChanges(readAgentDefinition(before), readAgentDefinition(after));
		return [...changes, ...permissionChanges(before.permissions, after.permissions)];
	}
	if (kind === 'prompt') return promptChanges(from as PromptManifest, to as PromptManifest);
	if (kind === 'policy') return policyChanges(readPolicy(from as PolicyManifest), readPolicy(to as PolicyManifest));
	if (kind === 'template') return templateChanges(readTemplate(from as TemplateManifest), readTemplate(to as TemplateManifest));
	return packageChanges(from as PackageManifest, to as PackageManifest);
}

const readAgentDefinition = ({ content, package: { name, version } }: AgentManifest) =>
	readDefinition(content, `The agent ${name} ${version}`);

const readPolicy = ({ content, package: { name, version } }: PolicyManifest) =>
	readDefinition(content, `The policy ${name} ${version}`, 'policy');

const readTemplate = ({ content, package: { name, version } }: TemplateManifest) =>
	readDefinition(content, `The template ${name} ${version}`, 'template');

/** Returns one line for each reason, with its fields. */
function describeReasons(changes: RuledChange[]): string[] {
	const groups = new Map<string, string[]>();
	for (const { bump, reason, path, kind } of changes) {
		const line = `${bump}: ${reason}`;
		groups.set(line, [...(groups.get(line) ?? []), `${path} ${kind}`]);
	}
	const lines = [...groups].map(([line, fields]) => `${line} (${shortened(fields)})`);
	const left = changes.length - maxChanges;
	return left > 0 ? [...lines, `${left} more changes are not listed`] : lines;
}

export function shortened(names: string[], max = 5): string {
	return names.length > max ? `${names.slice(0, max).join(', ')} and ${names.length - max} more` : names.join(', ');
}

function incomparable(from: ManifestDocument, to: ManifestDocument): TroupeError {
	const [one, other] = [from, to].map((manifest) => `the ${getKind(manifest)} ${manifest.package.name} ${manifest.package.version}`);
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Only two versions of one name can be compared; these are ${one} and ${other}.`,
		fix: 'Specify two versions of the same package, agent, prompt, policy or template.',
		details: { from: from.package, to: to.package },
	});
}
