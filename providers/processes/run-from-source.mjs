/** Lets Node run this project's TypeScript, whose imports have no extension. Only for separate processes in a checkout. */
import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module';
import { setImmediate } from 'node:timers';
import { fileURLToPath } from 'node:url';

// Without the cache each start takes twice as long. It is flushed with the first document, because a kill ends the process.
enableCompileCache(fileURLToPath(new URL('../../build/compile-cache', import.meta.url)));
process.once('message', () => setImmediate(flushCompileCache));

registerHooks({
	resolve(specifier, context, next) {
		if (!/^\.\.?\//.test(specifier) || !context.parentURL?.endsWith('.ts')) return next(specifier, context);
		const beside = new URL(`${specifier}.ts`, context.parentURL);
		return next(existsSync(fileURLToPath(beside)) ? beside.href : specifier, context);
	},
});
