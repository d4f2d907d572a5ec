/** The manifests of documents that the gate compares by their SHA-256. */
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { capabilities } from '../../core/ports/capabilities/capabilities';
import { closed } from '../../core/base/shape';
import { claims, list, notes, packageName, semanticVersion, text } from './document-fields';
import type { ManifestKind } from './document-words';

const published = <Kind extends ManifestKind>(kind: Kind, maxLength = 160_000) => ({
	...claims,
	kind: Type.Literal(kind),
	/** The id of the agent, the policy, the template or the evaluation set, or the prompt's name; and its version. */
	package: closed({ name: packageName, version: semanticVersion }),
	/** The JSON text, unchanged: of a template with the contents of its files, of an evaluation set with its recordings and their hash. Of a prompt its text. */
	content: text(maxLength),
	/** Copied from the content, so that matching does not need to read it. */
	purpose: text(1000),
	notes,
});

export const agentManifest = closed({
	...published('agent'),
	capabilities: list(text(200), 100),
	/** The published prompt that replaces the definition's own prompt, by range, such as `{name: 'support-tone', range: '^1.2'}`. */
	prompt: Type.Optional(closed({ name: packageName, range: text(100) })),
	/** The tools and node types that it may use. Absent: what the definition names. */
	permissions: Type.Optional(capabilities),
});
/** One published version of an agent. Runs are bound to the SHA-256 of its definition. */
export type AgentManifest = Static<typeof agentManifest>;

export const promptManifest = closed({
	...published('prompt'),
	/** Absent: a text in which `{{name}}` is a variable. A host that does not know the format refuses the version. */
	format: Type.Optional(Type.Literal('dotprompt')),
	/** The names of the variables, each of which appears in the text as `{{name}}`; of a Dotprompt, those of its inputs. */
	variables: list(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }), 100),
});
/** One published version of a prompt. */
export type PromptManifest = Static<typeof promptManifest>;

export const policyManifest = closed(published('policy', 300_000));
/** One published version of a guardrail policy. */
export type PolicyManifest = Static<typeof policyManifest>;

export const templateManifest = closed(published('template'));
/** One published version of a template. */
export type TemplateManifest = Static<typeof templateManifest>;

export const evaluationManifest = closed(published('evaluation'));
/** One published version of an evaluation set. */
export type EvaluationManifest = Static<typeof evaluationManifest>;
