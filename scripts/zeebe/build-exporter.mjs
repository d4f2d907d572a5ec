import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cached-folder.mjs';
import { compileJava, hashOf, must } from './compile-java.mjs';

const jarName = 'exporter.jar';
const source = fileURLToPath(new URL('../../test/zeebe/java/RecordFileExporter.java', import.meta.url));

/** The jar of the exporter that writes the broker's records to a file. */
export async function buildExporter(javaHome, brokerFolder, say) {
	const make = (folder) => packExporter(folder, javaHome, brokerFolder);
	return join(await cachedFolder({ name: `zeebe-8.6.0/exporter-${hashOf(source)}`, make, progress: say }), jarName);
}

async function packExporter(folder, javaHome, brokerFolder) {
	const classPath = readdirSync(join(brokerFolder, 'lib'))
		.filter((jar) => /^(zeebe-|agrona-)/.test(jar))
		.map((jar) => join(brokerFolder, 'lib', jar))
		.join(':');
	await compileJava({ javaHome, source, classPath, folder });
	const jar = join(folder, jarName);
	const jarTool = join(javaHome, 'bin', 'jar');
	const classFile = 'RecordFileExporter.class';
	const [packer, ...packing] = existsSync(jarTool)
		? [jarTool, '-cf', jar, '-C', join(folder, 'classes'), classFile]
		: ['python3', '-m', 'zipfile', '-c', jar, join(folder, 'classes', classFile)];
	await must('Cannot pack the record exporter', packer, packing);
}
