import type { Static, TSchema } from 'typebox/type';

type TypeOf<Shape> = Shape extends TSchema ? Static<Shape> : unknown;

/** The types of a request, for Fastify, from the shapes of its route. A body that is not sent is null, whatever its shape. */
export interface RequestOf<Shapes extends { params?: TSchema; querystring?: TSchema; body?: TSchema }> {
	Params: TypeOf<Shapes['params']>;
	Querystring: TypeOf<Shapes['querystring']>;
	Body: TypeOf<Shapes['body']>;
}
