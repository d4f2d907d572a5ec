import type { Scope } from './scope';
import type { Node } from './syntax';

export type Compiled = (scope: Scope) => unknown;

/** Compiles any expression. Passed to the files that compile one kind of it, whose parts are any expressions again. */
export type Compile = (node: Node) => Compiled;
