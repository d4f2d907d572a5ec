import type { Static, TSchema } from 'typebox/type';

type TypeOf<Shape> = Shape extends TSchema ? Static<Shape> : unknown;

/** Fastify's request types from a route's shapes. A missing body is null in any shape. */
export interface RequestOf<Shapes extends { params?: TSchema; querystring?: TSchema; body?: TSchema }> {
	Params: TypeOf<Shapes['params']>;
	Querystring: TypeOf<Shapes['querystring']>;
	Body: TypeOf<Shapes['body']>;
}
