import { readContract } from '../../../core/prompts/describe-prompt';
import type { PromptManifest } from '../../documents/published-manifests';
import type { Bump, Change, RuledChange } from './bump';
import { jsonChanges } from './json-changes';

/**
 * A prompt's contract is its inputs: an agent for `^1.2` could not fill in a new required one, and its value for a removed one would be lost. A text
 * change is a patch.
 */
export function promptChanges(from: PromptManifest, to: PromptManifest): RuledChange[] {
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
		...{ output: {}, keywords: {} },
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
