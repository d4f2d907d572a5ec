#!/usr/bin/env node
/**
 * Runs the real Zeebe 8.6.0 broker for tests: `node scripts/zeebe-broker.mjs`, or with `--prepare` only fetches what it needs.
 * With `--plain` it runs as anyone would run it, for measurements: nothing is exported, and Java decides how to compile and collect.
 * Standard output is one line of JSON: {"address","restAddress","recordsFile"}, or {"unavailable": reason} with exit code 3.
 * It stops with SIGINT, SIGTERM, or when its standard input ends, so that it never outlives the process that started it.
 */
import { buildExporter } from './zeebe/build-exporter.mjs';
import { findJava } from './zeebe/find-java.mjs';
import { getBroker } from './zeebe/get-broker.mjs';
import { startBroker } from './zeebe/start-broker.mjs';
import { stopping } from './zeebe/stopping.mjs';
import { Unavailable } from './zeebe/unavailable.mjs';

const say = (line) => process.stderr.write(`zeebe: ${line}\n`);
const tell = (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`);

async function main() {
	const javaHome = await findJava(say);
	const brokerFolder = await getBroker(say);
	const exporterJar = await buildExporter(javaHome, brokerFolder);
	if (process.argv.includes('--prepare')) return tell({ javaHome, brokerFolder, exporterJar });
	const broker = await startBroker({ javaHome, brokerFolder, exporterJar, plain: process.argv.includes('--plain') });
	tell({ address: broker.address, restAddress: broker.restAddress, recordsFile: broker.recordsFile });
	await Promise.race([toldToStop(), broker.ended]);
	await broker.stop();
}

const toldToStop = () => new Promise((resolve) => (stopping.aborted ? resolve() : stopping.addEventListener('abort', resolve)));

try {
	await main();
	process.exit(0);
} catch (error) {
	if (stopping.aborted) process.exit(0);
	if (!(error instanceof Unavailable)) throw error;
	tell({ unavailable: error.message });
	process.exit(3);
}
