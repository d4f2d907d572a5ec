import type { FastifySchema, FastifySchemaCompiler } from 'fastify';

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
