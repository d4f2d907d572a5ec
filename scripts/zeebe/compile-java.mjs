import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getMavenArtifact } from './get-maven-artifact.mjs';
import { runCommand } from './run-command.mjs';
import { Unavailable } from './unavailable.mjs';

const compilerArtifact = 'org.eclipse.jdt:ecj:3.40.0';

/** Returns the first characters of a source's hash, so that each source has its own folder in the cache. */
export const hashOf = (source) => createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);

/** Compiles a source into `folder/classes`, with javac or, without a JDK, with Eclipse's compiler. */
export async function compileJava({ javaHome, source, classPath, folder }) {
	const compiler = await findCompiler(javaHome, folder);
	const options = ['-nowarn', '-proc:none', '-classpath', classPath, '-d', join(folder, 'classes'), source];
	await must(`Cannot compile ${source}`, compiler.command, [...compiler.args, ...options]);
}

/** @throws Unavailable with the end of the command's output when it fails */
export async function must(failure, command, args, options) {
	const { code, output } = await runCommand(command, args, options);
	if (code !== 0) throw new Unavailable(`${failure}: ${output.trim().slice(-500)}`);
}

async function findCompiler(javaHome, folder) {
	const javac = join(javaHome, 'bin', 'javac');
	if (existsSync(javac)) return { command: javac, args: ['--release', '21'] };
	await getMavenArtifact(compilerArtifact, folder);
	const jar = readdirSync(folder).find((name) => name.startsWith('ecj-'));
	return { command: join(javaHome, 'bin', 'java'), args: ['-jar', join(folder, jar), '-21'] };
}
