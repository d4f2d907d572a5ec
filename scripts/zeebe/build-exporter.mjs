import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cache-folder.mjs';
import { getMavenArtifact } from './get-maven-artifact.mjs';
import { runCommand } from './run-command.mjs';
import { Unavailable } from './unavailable.mjs';

const source = fileURLToPath(new URL('../../test/zeebe/RecordFileExporter.java', import.meta.url));
const compilerArtifact = 'org.eclipse.jdt:ecj:3.40.0';

/** The jar of the exporter that writes the broker's records to a file; with javac where there is one, else with Eclipse's compiler, which needs no JDK. */
export function buildExporter(javaHome, brokerFolder) {
	const name = `exporter-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)}`;
	return cachedFolder(name, async (folder) => {
		const compiler = await findCompiler(javaHome, folder);
		const classPath = readdirSync(join(brokerFolder, 'lib'))
			.filter((jar) => /^(zeebe-|agrona-)/.test(jar))
			.map((jar) => join(brokerFolder, 'lib', jar))
			.join(':');
		const options = ['-nowarn', '-proc:none', '-classpath', classPath, '-d', join(folder, 'classes'), source];
		await must('The record exporter could not be compiled', compiler.command, [...compiler.args, ...options]);
		const jar = join(folder, 'exporter.jar');
		const jarTool = join(javaHome, 'bin', 'jar');
		const classFile = 'RecordFileExporter.class';
		const [packer, ...packing] = existsSync(jarTool)
			? [jarTool, '-cf', jar, '-C', join(folder, 'classes'), classFile]
			: ['python3', '-m', 'zipfile', '-c', jar, join(folder, 'classes', classFile)];
		await must('The record exporter could not be packed', packer, packing);
	}).then((folder) => join(folder, 'exporter.jar'));
}

async function findCompiler(javaHome, folder) {
	const javac = join(javaHome, 'bin', 'javac');
	if (existsSync(javac)) return { command: javac, args: ['--release', '21'] };
	await getMavenArtifact(compilerArtifact, folder);
	const jar = readdirSync(folder).find((name) => name.startsWith('ecj-'));
	return { command: join(javaHome, 'bin', 'java'), args: ['-jar', join(folder, jar), '-21'] };
}

async function must(failure, command, args) {
	const { code, output } = await runCommand(command, args);
	if (code !== 0) throw new Unavailable(`${failure}: ${output.trim().slice(-500)}`);
}
