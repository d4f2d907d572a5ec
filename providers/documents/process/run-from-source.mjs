/** Lets Node run this project's TypeScript as it is written: imports name no ending. Only for the reader of documents in a checkout. */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

registerHooks({
	resolve(specifier, context, next) {
		if (!/^\.\.?\//.test(specifier) || !context.parentURL?.endsWith('.ts')) return next(specifier, context);
		const beside = new URL(`${specifier}.ts`, context.parentURL);
		return next(existsSync(fileURLToPath(beside)) ? beside.href : specifier, context);
	},
});
