import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../lib/cached-folder.mjs';
import { compileJava, hashOf } from './compile-java.mjs';
import { getMavenArtifacts } from './get-maven-artifact.mjs';

const version = '8.8.21';
const source = fileURLToPath(new URL('../../test/zeebe/java/Zeebe88.java', import.meta.url));

/** Returns the class path of the Zeebe 8.8 engine and the program that serves it; the first call fetches it (128 MB). */
export async function getEngine(javaHome, say) {
	const engine = await cachedFolder({ name: `zeebe-${version}/engine`, make: (folder) => fetchEngine(folder, say), progress: say });
	const classPath = join(engine, 'lib', '*');
	const compile = (folder) => compileJava({ javaHome, source, classPath, folder });
	const main = await cachedFolder({ name: `zeebe-${version}/main-${hashOf(source)}`, make: compile, progress: say });
	return `${join(main, 'classes')}:${classPath}`;
}

function fetchEngine(folder, say) {
	say(`fetching the Zeebe ${version} engine with Maven, 128 MB, once for this user`);
	return getMavenArtifacts(`io.camunda:zeebe-process-test-engine:${version}`, folder);
}
