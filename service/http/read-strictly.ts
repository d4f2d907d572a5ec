import { Ajv } from 'ajv';
import type { FastifyInstance, FastifySchemaValidationError } from 'fastify';
import { compileLazily } from './compile-lazily';
import { readJson } from './read-json';

const defaultBodyBytes = 64 * 1024;

/** Accepts or refuses a body as a whole: no dropped field, no type conversion. Query texts get their schema's type. */
export function readStrictly(app: FastifyInstance): void {
	const options = {
		strict: true,
		allErrors: false,
		allowUnionTypes: false,
		removeAdditional: false,
		useDefaults: false,
		discriminator: true,
		strictRequired: false,
	} as const;
	const body = new Ajv({ ...options, coerceTypes: false });
	const query = new Ajv({ ...options, coerceTypes: 'array' });
	app.setValidatorCompiler(compileLazily(({ schema, httpPart }) => (httpPart === 'body' ? body : query).compile(schema as object)));
	app.setSchemaErrorFormatter(formatInvalid);
	// Answer schemas are for the document: none drops a field.
	app.setSerializerCompiler(() => (value) => JSON.stringify(value));
	readJson(app);
	app.addHook('onRoute', (route) => {
		route.bodyLimit ??= defaultBodyBytes;
	});
	// An optional body that is missing.
	app.addHook('preValidation', async (request) => {
		if (request.body === undefined && request.routeOptions.schema?.body) request.body = {};
	});
}

export const formatInvalid = ([first]: FastifySchemaValidationError[], part: string): Error =>
	new Error(`The ${part}${first?.instancePath ?? ''} ${first ? describeError(first) : 'does not fit its schema'}.`);

function describeError({ keyword, params, message }: FastifySchemaValidationError): string {
	if (keyword === 'enum') return `must be one of ${[params.allowedValues].flat().join(', ')}`;
	if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
	if ('tagValue' in params) return `has an unsupported ${String(params.tag)}: ${JSON.stringify(params.tagValue).slice(0, 100)}`;
	const named = 'additionalProperty' in params ? `: ${JSON.stringify(params.additionalProperty).slice(0, 100)}` : '';
	return `${message ?? 'does not fit its schema'}${named}`;
}
