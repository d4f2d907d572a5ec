import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { capabilities } from '../../core/ports/capabilities/capabilities';
import { closed } from '../../core/base/shape';
import { claims, list, notes, packageName, semanticVersion, text } from './document-fields';
import type { ManifestKind } from './document-words';

const published = <Kind extends ManifestKind>(kind: Kind, maxLength = 160_000) => ({
	...claims,
	kind: Type.Literal(kind),
	/** Id or prompt name, and version. */
	package: closed({ name: packageName, version: semanticVersion }),
	/** Unchanged JSON text: a template with its files, an evaluation set with its recordings and their hash; or the prompt's text. */
	content: text(maxLength),
	purpose: text(1000),
	notes,
});

export const agentManifest = closed({
	...published('agent'),
	capabilities: list(text(200), 100),
	/** Replaces the definition's own prompt, by range: `{name: 'support-tone', range: '^1.2'}`. */
	prompt: Type.Optional(closed({ name: packageName, range: text(100) })),
	/** Absent: the tools and node types that the definition names. */
	permissions: Type.Optional(capabilities),
});
export type AgentManifest = Static<typeof agentManifest>;

export const promptManifest = closed({
	...published('prompt'),
	/** Absent: a text in which `{{name}}` is a variable. A host that does not know the format refuses the version. */
	format: Type.Optional(Type.Literal('dotprompt')),
	/** Each appears in the text as `{{name}}`; of a Dotprompt, the inputs. */
	variables: list(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }), 100),
});
export type PromptManifest = Static<typeof promptManifest>;

export const policyManifest = closed(published('policy', 300_000));
export type PolicyManifest = Static<typeof policyManifest>;

export const templateManifest = closed(published('template'));
export type TemplateManifest = Static<typeof templateManifest>;

export const evaluationManifest = closed(published('evaluation'));
export type EvaluationManifest = Static<typeof evaluationManifest>;
