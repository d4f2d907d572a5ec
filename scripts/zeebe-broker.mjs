#!/usr/bin/env node
/**
 * Runs the real Zeebe 8.6.0 broker for tests: `node scripts/zeebe-broker.mjs`, or with `--prepare` only fetches what it needs.
 * With `--plain` it runs as anyone would run it, for measurements: nothing is exported, and Java decides how to compile and collect.
 * It stops with SIGINT, SIGTERM, or when its standard input ends, so that it never outlives the process that started it.
 */
import { buildExporter } from './zeebe/build-exporter.mjs';
import { findJava } from './zeebe/find-java.mjs';
import { getBroker } from './zeebe/get-broker.mjs';
import { serve } from './zeebe/serve.mjs';
import { startBroker } from './zeebe/start-broker.mjs';

await serve(async (say) => {
	const javaHome = await findJava(say);
	const brokerFolder = await getBroker(say);
	const exporterJar = await buildExporter(javaHome, brokerFolder, say);
	return { javaHome, brokerFolder, exporterJar, plain: process.argv.includes('--plain') };
}, startBroker);
