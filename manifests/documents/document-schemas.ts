import Ajv, { type ValidateFunction } from 'ajv';
import { approvalDocument } from './approval-document';
import { manifestKinds } from './document-words';
import type { DocumentType } from './documents';
import { packageManifest } from './package-manifest';
import { agentManifest, evaluationManifest, policyManifest, promptManifest, templateManifest } from './published-manifests';
import { rootDocument } from './root-document';
import { snapshotDocument } from './snapshot-document';

const manifestSchemas = {
	package: packageManifest,
	agent: agentManifest,
	prompt: promptManifest,
	policy: policyManifest,
	template: templateManifest,
	evaluation: evaluationManifest,
};

export const documentSchemas: Record<DocumentType, object> = {
	'troupe-root+jwt': rootDocument,
	'troupe-manifest+jwt': packageManifest,
	'troupe-approval+jwt': approvalDocument,
	'troupe-snapshot+jwt': snapshotDocument,
};

/** Returns the schema for a document of this type. A manifest has one schema per kind. */
function selectSchema(type: DocumentType, value: unknown): object {
	if (type !== 'troupe-manifest+jwt') return documentSchemas[type];
	const kind = (value as { kind?: unknown } | null)?.kind;
	return manifestSchemas[manifestKinds.find((one) => one === kind) ?? 'package'];
}

/** Checks a whole document. */
export const findDocumentMisfit = (type: DocumentType, value: unknown): Misfit | null => findMisfit(value, selectSchema(type, value));

/** The tests validate the schemas above, so the start of a command does not have to. */
const ajv = new Ajv({ allErrors: false, strict: true, validateSchema: false, inlineRefs: false, code: { optimize: false } });
const compiled = new Map<object, ValidateFunction>();

/** The first place where a value does not fit its schema. */
interface Misfit {
	/** The whole problem, such as `/files/3/sha256 must match pattern …`. */
	problem: string;
	/** Expected value, and its place. */
	expected: string;
	/** The actual value if it is short; for lists and objects only their type. */
	actual: string;
}

/** Describes the first problem in one text; null when the value fits. */
export const describeMisfit = (value: unknown, schema: object): string | null => findMisfit(value, schema)?.problem ?? null;

/** Finds the first place where `value` does not fit `schema`; null when it fits. */
export function findMisfit(value: unknown, schema: object): Misfit | null {
	const validate = compiled.get(schema) ?? ajv.compile(schema);
	compiled.set(schema, validate);
	if (validate(value)) return null;
	const error = validate.errors?.[0];
	const extra = error?.keyword === 'additionalProperties' ? JSON.stringify(error.params.additionalProperty) : undefined;
	const expected = `${error?.instancePath || 'the document'} ${error?.message ?? 'does not fit its schema'}`;
	return {
		problem: extra === undefined ? expected : `${expected}: ${extra}`,
		expected,
		actual: extra ?? (error?.keyword === 'required' ? 'nothing' : describeValueAt(value, error?.instancePath ?? '')),
	};
}

/** Describes the value that a JSON pointer (RFC 6901) leads to. */
function describeValueAt(value: unknown, pointer: string): string {
	const names = pointer.split('/').slice(1);
	const target = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name.replace(/~1/g, '/').replace(/~0/g, '~')], value);
	if (Array.isArray(target)) return `a list of ${target.length}`;
	if (pointer === '') return target === null ? 'null' : `a ${typeof target}`;
	return typeof target === 'object' && target !== null ? 'an object' : String(JSON.stringify(target)).slice(0, 60);
}
