import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifyInstance, FastifySchema, FastifySchemaCompiler } from 'fastify';
import { compileLazily } from '../../service/http/compile-lazily';
import { formatInvalid } from '../../service/http/read-strictly';

type Compile = FastifySchemaCompiler<FastifySchema>;

interface Schema {
	type?: string | readonly string[];
	properties?: Record<string, Schema>;
	additionalProperties?: unknown;
	items?: Schema;
}

/**
 * As Camunda's gateway since 8.8: refuses unknown fields, and converts no types. Null is absence. Fastify converts parameters by the schema.
 */
export function checkRequests(app: FastifyInstance): void {
	const compiler = AjvCompiler();
	const parameters = compiler({}, { customOptions: {} }) as unknown as Compile;
	const bodies = compiler({}, { customOptions: { coerceTypes: false, removeAdditional: false } }) as unknown as Compile;
	app.setValidatorCompiler(compileLazily((route) => (route.httpPart === 'body' ? checkBody(bodies, route) : parameters(route))));
	app.setSchemaErrorFormatter(formatInvalid);
}

function checkBody(compile: Compile, route: Parameters<Compile>[0]): ReturnType<Compile> {
	const schema = close(route.schema as Schema);
	const fits = compile({ ...route, schema } as typeof route);
	const check: ReturnType<Compile> = (body: unknown) => {
		readFields(schema, body);
		const result = fits(body);
		check.errors = fits.errors;
		return result;
	};
	return check;
}

/** Refuses other fields, unless the schema says otherwise. */
function close(schema: Schema): Schema {
	const { properties, items } = schema;
	return {
		...schema,
		...(items && { items: close(items) }),
		...(properties && {
			additionalProperties: schema.additionalProperties ?? false,
			properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, close(property)])),
		}),
	};
}

/** Except where null has a meaning. Integers of 64 bits become numbers: each is a duration or changes nothing. */
function readFields(schema: Schema, value: unknown): void {
	if (Array.isArray(value)) for (const item of value) readFields(schema.items ?? {}, item);
	else if (typeof value === 'object' && value !== null) {
		const fields = value as Record<string, unknown>;
		for (const [name, property] of Object.entries(schema.properties ?? {})) {
			const field = fields[name];
			if (field === null && property.type !== undefined && !property.type.includes('null')) delete fields[name];
			else if (typeof field === 'bigint' && property.type?.includes('integer') && BigInt.asIntN(64, field) === field)
				fields[name] = Number(field);
			else readFields(property, field);
		}
	}
}
