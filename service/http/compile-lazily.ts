import type { FastifySchema, FastifySchemaCompiler } from 'fastify';

type Compile = FastifySchemaCompiler<FastifySchema>;

/** Compiles a request schema on first use: compiling over a hundred took most of a service's start, and a process uses few. */
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
