import { TroupeError } from '../../../core/base/errors';
import { readContract } from '../../../core/prompts/describe-prompt';
import { withPromptReference } from '../../../core/prompts/prompt-reference';
import { getKind, type ManifestDocument } from '../../documents/documents';
import type { PackageManifest } from '../../documents/package-manifest';
import type {
	AgentManifest,
	EvaluationManifest,
	PolicyManifest,
	PromptManifest,
	TemplateManifest,
} from '../../documents/published-manifests';
import type { ManifestDiff } from '../registry-api';
import { agentChanges } from './agent-bumps';
import { bumps, highestBump, type RuledChange, type Bump, type Change } from './bump';
import { packageChanges, permissionChanges } from './package-bumps';
import { readDefinition } from './read-definition';
import { jsonChanges } from './json-changes';

/**
 * A prompt's contract is its inputs: an agent for `^1.2` could not fill in a new required one, and its value for a removed one would be lost. A text
 * change is a patch.
 */
function promptChanges(from: PromptManifest, to: PromptManifest): RuledChange[] {
	if (!from.format && !to.format) return plainChanges(from, to);
	return jsonChanges(toParts(from), toParts(to)).map((change) => ({ ...change, ...classify(change) }));
}

function plainChanges(from: PromptManifest, to: PromptManifest): RuledChange[] {
	const parts = ({ content, purpose, variables }: PromptManifest) => ({ content, purpose, variables: [...variables].sort() });
	return jsonChanges(parts(from), parts(to)).map((change) =>
		change.path.startsWith('/variables')
			? { ...change, bump: 'major', reason: 'variables' }
			: { ...change, bump: 'patch', reason: change.path === '/content' ? 'the text' : 'wording' },
	);
}

function toParts({ content, purpose, variables, format, package: { name, version } }: PromptManifest) {
	if (format) return { content, purpose, ...readContract(content, variables, `The prompt ${name} ${version}`) };
	// Every variable of a plain prompt is a required text.
	return {
		content,
		purpose,
		output: {},
		keywords: {},
		inputs: Object.fromEntries(variables.map((one) => [one, { required: true, type: { type: 'string' } }])),
	};
}

function classify({ path, kind, to }: Change): { bump: Bump; reason: string } {
	if (path === '/content') return { bump: 'patch', reason: 'the text' };
	if (path === '/purpose') return { bump: 'patch', reason: 'wording' };
	if (/^\/inputs\/[^/]+$/.test(path)) {
		if (kind === 'removed') return { bump: 'major', reason: 'an input is gone' };
		const isNeeded = (to as { required: boolean }).required;
		return isNeeded ? { bump: 'major', reason: 'an input that must be given' } : { bump: 'minor', reason: 'an input that can be left out' };
	}
	if (/^\/inputs\/[^/]+\/required$/.test(path))
		return to === false
			? { bump: 'minor', reason: 'an input that can be left out' }
			: { bump: 'major', reason: 'an input that must be given' };
	const [, place] = /^\/(?:inputs\/[^/]+\/type|output\/schema|keywords)\/(.*)$/s.exec(path) ?? [];
	if (place !== undefined && isAnnotation(place.split('/'))) return { bump: 'patch', reason: 'wording' };
	if (path.startsWith('/output')) return { bump: 'major', reason: 'answers can have another form' };
	return { bump: 'major', reason: 'values that fitted may not fit any more' };
}

/** True for a keyword without effect on validation, but not for a field or value of that name. */
function isAnnotation([keyword = '', ...rest]: string[]): boolean {
	if (rest.length === 0) return annotations.has(keyword);
	if (mapsOfSchemas.has(keyword) || listsOfSchemas.has(keyword)) return isAnnotation(rest.slice(1));
	// One schema, or a list in older drafts.
	if (keyword === 'items') return isAnnotation(/^\d+$/.test(rest[0]!) ? rest.slice(1) : rest);
	return schemas.has(keyword) && isAnnotation(rest);
}

const annotations = new Set(['description', 'title', '$comment']);
const mapsOfSchemas = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const listsOfSchemas = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const schemas = new Set(['additionalProperties', 'contains', 'propertyNames', 'not', 'if', 'then', 'else']);

/** Max files in an answer: a package can have 20,000, all rebuilt. */
const maxChanges = 1_000;

/** Lists the changes with the largest bump first, and the smallest bump for all. @throws TroupeError INPUT_INVALID if kinds or names differ */
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
		const before = from as AgentManifest;
		const after = to as AgentManifest;
		const changes = agentChanges(readAgentDefinition(before), readAgentDefinition(after));
		return [...changes, ...permissionChanges(before.permissions, after.permissions)];
	}
	if (kind === 'prompt') return promptChanges(from as PromptManifest, to as PromptManifest);
	if (kind === 'policy') return policyChanges(readPolicy(from as PolicyManifest), readPolicy(to as PolicyManifest));
	if (kind === 'template') return templateChanges(readTemplate(from as TemplateManifest), readTemplate(to as TemplateManifest));
	if (kind === 'evaluation') return evaluationChanges(readEvaluation(from as EvaluationManifest), readEvaluation(to as EvaluationManifest));
	return packageChanges(from as PackageManifest, to as PackageManifest);
}

const readAgentDefinition = ({ content, package: { name, version } }: AgentManifest) =>
	withPromptReference(readDefinition(content, `The agent ${name} ${version}`));

const readPolicy = ({ content, package: { name, version } }: PolicyManifest) =>
	readDefinition(content, `The policy ${name} ${version}`, 'policy');

const readTemplate = ({ content, package: { name, version } }: TemplateManifest) =>
	readDefinition(content, `The template ${name} ${version}`, 'template');

const readEvaluation = ({ content, package: { name, version } }: EvaluationManifest) =>
	readDefinition(content, `The evaluation set ${name} ${version}`, 'evaluation');

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
		fix: 'Specify two versions of the same package, agent, prompt, policy, template or evaluation set.',
		details: { from: from.package, to: to.package },
	});
}

/** A change that is not clearly stricter counts as weaker: a range such as `^1.2` never demands less. Recordings demand nothing. */
function evaluationChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => ({ ...change, ...classifyEvaluation(change) }));
}

function classifyEvaluation({ path, kind }: Change): { bump: Bump; reason: string } {
	if (/^\/(?:version|\$schema)$/.test(path)) return { bump: 'none', reason: 'says nothing of what it demands' };
	if (/^\/(?:name|purpose)$/.test(path)) return { bump: 'patch', reason: 'wording' };
	if (/^\/recordings(?:\/|$)/.test(path)) return { bump: 'patch', reason: 'recordings' };
	const isMore = kind === 'added' && /^(?:\/cases\/\d+|\/expect\/\d+|\/cases\/\d+\/expect\/\d+)$/.test(path);
	return isMore ? { bump: 'minor', reason: 'demands more' } : { bump: 'major', reason: 'can demand something else' };
}

/** A change that is not clearly stricter counts as weaker: a range such as `^1.2` never stops less. */
function policyChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => ({ ...change, ...classifyPolicy(change) }));
}

function classifyPolicy({ path, kind, to }: Change): { bump: Bump; reason: string } {
	if (/^\/(?:version|\$schema)$/.test(path)) return { bump: 'none', reason: 'says nothing of what it stops' };
	if (/^\/purpose$|^\/checks\/\d+\/text/.test(path)) return { bump: 'patch', reason: 'wording' };
	const isStricter = (/^\/checks\/\d+$/.test(path) && kind === 'added') || (path === '/onFailure' && (to ?? 'block') === 'block');
	return isStricter ? { bump: 'minor', reason: 'stops more' } : { bump: 'major', reason: 'can stop less' };
}

/** A template's contract is its installation: older values must fit the newer version, and its installed parts must remain. */
function templateChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => ({ ...change, ...classifyTemplate(change) }));
}

function classifyTemplate({ path, kind, to }: Change): { bump: Bump; reason: string } {
	if (/^\/(?:version|\$schema)$/.test(path)) return { bump: 'none', reason: 'says nothing of what it installs' };
	if (/^\/parameters\/\d+$/.test(path) && kind === 'added') {
		const isOptional = (to as { default?: unknown } | undefined)?.default !== undefined;
		return isOptional ? { bump: 'minor', reason: 'a parameter with a default' } : { bump: 'major', reason: 'a value that must be given' };
	}
	if (/^\/parameters\/\d+(?:\/(?:type|choices.*))?$/.test(path) || (/^\/parameters\/\d+\/default$/.test(path) && kind === 'removed'))
		return { bump: 'major', reason: 'values that fitted may not fit any more' };
	if (/^\/files\/\d+$/.test(path))
		return kind === 'added' ? { bump: 'minor', reason: 'a new file' } : { bump: 'major', reason: 'a file is gone' };
	return { bump: 'patch', reason: 'content or wording' };
}
