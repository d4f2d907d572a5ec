/** Ingests the handbook of the first workflow into n8n's collections, as the node Troupe Knowledge would. */
import { join } from 'node:path';
import { mustRun } from '../lib/explain-failure.mjs';
import { checkout, environment, node24 } from '../lib/setup.mjs';

export const handbook = join(checkout, 'examples/support/handbook');

/** @param {{ installed: string, home: string, signal?: AbortSignal }} options `home`: the state folder of Troupe in n8n */
export function ingestHandbook({ installed, home, signal }) {
	const args = [
		'--disable-warning=ExperimentalWarning',
		join(installed, 'bin/troupe'),
		'knowledge',
		'ingest',
		handbook,
		'--into',
		'handbook',
	];
	return mustRun('Reading the handbook', node24, args, { cwd: checkout, env: environment({ TROUPE_HOME: home }), signal });
}
