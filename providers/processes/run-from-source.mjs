/** Lets Node run this project's TypeScript as it is written: imports name no ending. Only for separate processes in a checkout. */
import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import { setImmediate } from 'node:timers';
import { fileURLToPath } from 'node:url';

// What was made of the source is kept: without it each start takes twice as long. Written with the first document, as the process ends by a kill.
enableCompileCache(fileURLToPath(new URL('../../build/compile-cache', import.meta.url)));
process.once('message', () => setImmediate(flushCompileCache));

registerHooks({
	resolve(specifier, context, next) {
		if (!/^\.\.?\//.test(specifier) || !context.parentURL?.endsWith('.ts')) return next(specifier, context);
		const beside = new URL(`${specifier}.ts`, context.parentURL);
		return next(existsSync(fileURLToPath(beside)) ? beside.href : specifier, context);
	},
});
