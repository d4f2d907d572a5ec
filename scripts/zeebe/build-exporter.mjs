import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cache-folder.mjs';
import { compileJava, hashOf, must } from './compile-java.mjs';

const source = fileURLToPath(new URL('../../test/zeebe/RecordFileExporter.java', import.meta.url));

/** The jar of the exporter that writes the broker's records to a file. */
export async function buildExporter(javaHome, brokerFolder) {
	const folder = await cachedFolder(`zeebe-8.6.0/exporter-${hashOf(source)}`, async (folder) => {
		const classPath = readdirSync(join(brokerFolder, 'lib'))
			.filter((jar) => /^(zeebe-|agrona-)/.test(jar))
			.map((jar) => join(brokerFolder, 'lib', jar))
			.join(':');
		await compileJava({ javaHome, source, classPath, folder });
		const jar = join(folder, 'exporter.jar');
		const jarTool = join(javaHome, 'bin', 'jar');
		const classFile = 'RecordFileExporter.class';
		const [packer, ...packing] = existsSync(jarTool)
			? [jarTool, '-cf', jar, '-C', join(folder, 'classes'), classFile]
			: ['python3', '-m', 'zipfile', '-c', jar, join(folder, 'classes', classFile)];
		await must('The record exporter could not be packed', packer, packing);
	});
	return join(folder, 'exporter.jar');
}
