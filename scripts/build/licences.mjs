/** Writes THIRD-PARTY-LICENSES.txt: the licences of all third-party code and data in the bundle. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const packageFolder = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

export function collectLicences() {
	return {
		name: 'collect-licences',
		generateBundle(_options, bundle) {
			const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
			const folders = new Set(modules.map((id) => packageFolder.exec(id)?.[1]).filter(Boolean));
			const notices = [...[...folders].map(noticeOf), ...modules.flatMap(noticeOfData)].sort((a, b) => (a.title < b.title ? -1 : 1));
			const unique = [...new Map(notices.map((notice) => [notice.title, notice.text])).values()];
			this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: unique.join(`\n${'-'.repeat(100)}\n\n`) });
		},
	};
}

/** The licence of third-party data is in a file beside it. */
function noticeOfData(id) {
	const file = `${id.split('?')[0]}.licence.txt`;
	if (!existsSync(file)) return [];
	const text = readFileSync(file, 'utf8');
	return [{ title: text.split('\n')[0], text }];
}

function noticeOf(folder) {
	const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const title = `${name} ${version}`;
	const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file));
	const texts = files.filter((file) => existsSync(join(folder, file))).map((file) => readFileSync(join(folder, file), 'utf8').trim());
	if (!license && texts.length === 0) throw new Error(`The bundled package ${title} has no licence.`);
	const source = typeof repository === 'string' ? repository : repository?.url;
	const facts = [`Licence: ${license ?? 'see below'}`, author && `Author: ${author.name ?? author}`, source && `Source: ${source}`].filter(Boolean);
	return { title, text: [title, facts.join('\n'), ...texts].join('\n\n') + '\n' };
}
