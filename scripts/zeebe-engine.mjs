#!/usr/bin/env node
/**
 * Runs the real Zeebe 8.8.21 engine in memory for tests: `node scripts/zeebe-engine.mjs`, or with `--prepare` only fetches what it needs.
 * Its gRPC gateway is Camunda's; of the REST API it has what test/zeebe/java/Zeebe88.java answers. It stops as zeebe-broker.mjs does.
 */
import { findJava } from './zeebe/find-java.mjs';
import { getEngine } from './zeebe/get-engine.mjs';
import { serve } from './zeebe/serve.mjs';
import { startEngine } from './zeebe/start-engine.mjs';

await serve(async (say) => {
	const javaHome = await findJava(say);
	return { javaHome, classPath: await getEngine(javaHome, say) };
}, startEngine);
