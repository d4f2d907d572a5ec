import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from './cache-folder.mjs';
import { compileJava, hashOf } from './compile-java.mjs';
import { getMavenArtifacts } from './get-maven-artifact.mjs';

const version = '8.8.21';
const source = fileURLToPath(new URL('../../test/zeebe/Zeebe88.java', import.meta.url));

/** The class path of the Zeebe 8.8 engine with the program that serves it, fetched at the first call (128 MB). */
export async function getEngine(javaHome, say) {
	const engine = await cachedFolder(`zeebe-${version}/engine`, async (folder) => {
		say(`fetching the Zeebe ${version} engine with Maven, 128 MB, once for this user`);
		await getMavenArtifacts(`io.camunda:zeebe-process-test-engine:${version}`, folder);
	});
	const jars = join(engine, 'lib', '*');
	const main = await cachedFolder(`zeebe-${version}/main-${hashOf(source)}`, (folder) =>
		compileJava({ javaHome, source, classPath: jars, folder }),
	);
	return `${join(main, 'classes')}:${jars}`;
}
