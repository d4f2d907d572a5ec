/**
 * Lets the bundle load nothing by name but Node's own modules. A module that is loaded by name comes from the nearest node_modules above the
 * package, which no manifest covers. Packages of n8n come from n8n itself (core/base/modules/host-modules.ts); optional packages count as missing.
 */
import { isBuiltin } from 'node:module';
import { resolve } from 'node:path';

const host = /^(n8n-workflow|@n8n\/[\w-]+)$/;
/** Optional dependencies, loaded inside a try. */
const missing = /^(bufferutil|utf-8-validate|pg-native|win-ca\/api|mac-ca|react|canvas|@chroma-core\/[\w-]+)$/;
/** Libraries that load a package whose name is known at run time only. Troupe never needs one of these. */
const byVariable = [
	['chromadb', 'import(fullPackageName)'],
	['keyv', 'require(adapters[adapter])'],
];
/** Text in the code of libraries that generate code. They compile it themselves, with these modules passed in. */
const generated = /^(ajv(-formats)?|fast-json-stringify)\//;

const loader = resolve('core/base/modules/host-modules.ts');
const refusal = (name) => `(() => { throw Object.assign(new Error(${JSON.stringify(`${name} is not part of this package`)}), { code: 'MODULE_NOT_FOUND' }); })()`;

export function closeModules() {
	const replaced = new Set();
	return {
		name: 'close-modules',
		resolveId(source) {
			if (host.test(source)) return `\0host:${source}`;
			if (missing.test(source)) return `\0missing:${source}`;
		},
		load(id) {
			const [, kind, name] = /^\0(host|missing):(.+)$/.exec(id) ?? [];
			if (kind === 'host') return `module.exports = require(${JSON.stringify(loader)}).requireFromHost(${JSON.stringify(name)});`;
			if (kind === 'missing') return `module.exports = ${refusal(name)};`;
		},
		transform: {
			filter: { code: byVariable.map(([, code]) => code) },
			handler(code) {
				return byVariable.reduce((text, [library, call]) => {
					if (text.includes(call)) replaced.add(library);
					return text.replaceAll(call, `Promise.resolve(${refusal(`A plug-in of ${library}`)})`);
				}, code);
			},
		},
		generateBundle(_, bundle) {
			const absent = byVariable.find(([library]) => !replaced.has(library));
			if (absent) throw new Error(`${absent[0]} no longer contains ${absent[1]}. Check how it loads packages, and correct scripts/build/host-modules.mjs.`);
			for (const { fileName, code } of Object.values(bundle)) {
				const [name] = code === undefined ? [] : modulesByName(code);
				if (name) throw new Error(`${fileName} would load ${name} from a folder outside of the package. Bundle it, or name it in scripts/build/host-modules.mjs.`);
			}
		},
	};
}

/** Returns the modules that code loads by name, except Node's own. */
export function modulesByName(code) {
	const names = [...code.matchAll(/\b(?:require|import)\(\s*(["'`])([^"'`./$\s][^"'`$\s]*)\1\s*\)|(?<=^|[;}*/\s])import\s*(["'])([^"'./\s][^"'\s]*)\3/g)].map(([, , called, , imported]) => called ?? imported);
	return [...new Set(names)].filter((name) => !isBuiltin(name) && !generated.test(name));
}
