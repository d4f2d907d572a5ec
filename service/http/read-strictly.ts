import { Ajv } from 'ajv';
import type { FastifyInstance, FastifySchemaValidationError } from 'fastify';
import { compileLazily } from './compile-lazily';
import { readJson } from './read-json';

/** Bytes of a body, where a route does not say otherwise. */
const defaultBodyBytes = 64 * 1024;

/** A body is taken as it is or refused: no field is dropped, nothing is made of another type. Texts in a query become what the schema says. */
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
	// The schemas of answers are for the document: none drops a field.
	app.setSerializerCompiler(() => (value) => JSON.stringify(value));
	readJson(app);
	app.addHook('onRoute', (route) => {
		route.bodyLimit ??= defaultBodyBytes;
	});
	// A request that could say something and has nothing to say.
	app.addHook('preValidation', async (request) => {
		if (request.body === undefined && request.routeOptions.schema?.body) request.body = {};
	});
}

/** Says which part of a request is invalid, and where. */
export const formatInvalid = ([first]: FastifySchemaValidationError[], part: string): Error =>
	new Error(`The ${part}${first?.instancePath ?? ''} ${first ? describeError(first) : 'does not fit its schema'}.`);

/** Names what was expected: the caller knows what was sent. */
function describeError({ keyword, params, message }: FastifySchemaValidationError): string {
	if (keyword === 'enum') return `must be one of ${[params.allowedValues].flat().join(', ')}`;
	if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
	if ('tagValue' in params) return `has an unsupported ${String(params.tag)}: ${JSON.stringify(params.tagValue).slice(0, 100)}`;
	const named = 'additionalProperty' in params ? `: ${JSON.stringify(params.additionalProperty).slice(0, 100)}` : '';
	return `${message ?? 'does not fit its schema'}${named}`;
}
