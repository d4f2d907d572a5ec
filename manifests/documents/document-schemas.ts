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

function selectSchema(type: DocumentType, value: unknown): object {
	if (type !== 'troupe-manifest+jwt') return documentSchemas[type];
	const kind = (value as { kind?: unknown } | null)?.kind;
	return manifestSchemas[manifestKinds.find((one) => one === kind) ?? 'package'];
}

export const findDocumentMisfit = (type: DocumentType, value: unknown): Misfit | null => findMisfit(value, selectSchema(type, value));

const ajv = new Ajv({ allErrors: false, strict: true, validateSchema: false, inlineRefs: false, code: { optimize: false } });
const compiled = new Map<object, ValidateFunction>();

interface Misfit {
	problem: string;
	expected: string;
	actual: string;
}

export const describeMisfit = (value: unknown, schema: object): string | null => findMisfit(value, schema)?.problem ?? null;

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

function describeValueAt(value: unknown, pointer: string): string {
	const names = pointer.split('/').slice(1);
	const target = names.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name.replace(/~1/g, '/').replace(/~0/g, '~')], value);
	if (Array.isArray(target)) return `a list of ${target.length}`;
	if (pointer === '') return target === null ? 'null' : `a ${typeof target}`;
	return typeof target === 'object' && target !== null ? 'an object' : String(JSON.stringify(target)).slice(0, 60);
}
