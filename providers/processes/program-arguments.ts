import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Returns Node's arguments for a program of ours. In the package it is JavaScript. In a checkout Node reads TypeScript, but finds no module without its ending. */
export function programArguments(program: string): string[] {
	if (!program.endsWith('.ts')) return [];
	return ['--experimental-transform-types', '--no-warnings', '--import', pathToFileURL(join(__dirname, 'run-from-source.mjs')).href];
}
