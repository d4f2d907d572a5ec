import AjvCompiler from '@fastify/ajv-compiler';
import type { FastifyInstance, FastifySchema, FastifySchemaCompiler } from 'fastify';

type Compile = FastifySchemaCompiler<FastifySchema>;

/**
 * Compiles the schema of a part of a request at the first request that it checks. A service has over a hundred of them; compiling them all took
 * most of its start, and a process uses few.
 */
export function compileLazily(compile: Compile): Compile {
	return (route) => {
		let compiled: ReturnType<Compile> | undefined;
		const check: ReturnType<Compile> = (data: unknown) => {
			compiled ??= compile(route);
			const result = compiled(data);
			check.errors = compiled.errors;
			return result;
		};
		return check;
	};
}

/** Checks requests as Fastify does without a setting, with schemas that are compiled when they are needed. */
export function checkLazily(app: FastifyInstance): void {
	const build = AjvCompiler() as unknown as (...settings: unknown[]) => Compile;
	const buildValidator = ((...settings: unknown[]) => compileLazily(build(...settings))) as unknown as ReturnType<typeof AjvCompiler>;
	app.setSchemaController({ compilersFactory: { buildValidator } });
}
