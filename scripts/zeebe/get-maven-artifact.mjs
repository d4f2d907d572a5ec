import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';
import { Unavailable } from './unavailable.mjs';

/** Copies an artifact into a folder with the Maven client and its settings. */
export const getMavenArtifact = (artifact, folder) =>
	maven(artifact, folder, ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`]);

/** Copies an artifact, `group:name:version`, and its dependencies into a folder. */
export async function getMavenArtifacts(artifact, folder) {
	const [groupId, artifactId, version] = artifact.split(':');
	const dependency = `<groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version>`;
	const project = '<modelVersion>4.0.0</modelVersion><groupId>troupe</groupId><artifactId>engine</artifactId><version>1</version>';
	writeFileSync(
		join(folder, 'pom.xml'),
		`<project xmlns="http://maven.apache.org/POM/4.0.0">${project}<dependencies><dependency>${dependency}</dependency></dependencies></project>\n`,
	);
	await maven(artifact, folder, ['dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'lib')}`]);
}

async function maven(artifact, folder, args) {
	const { code, output } = await runCommand('mvn', ['--quiet', '--batch-mode', ...args], { cwd: folder });
	if (code === 127) throw new Unavailable('Maven (mvn) was not found. Install it, for example the package maven.');
	if (code !== 0) {
		const reason = output.split('\n').find((line) => line.includes('[ERROR]')) ?? output.trim().split('\n').at(-1);
		throw new Unavailable(`Maven could not fetch ${artifact}: ${reason}`);
	}
}
