import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedFolder } from '../lib/cached-folder.mjs';
import { getMavenArtifact } from '../zeebe/get-maven-artifact.mjs';
import { runCommand } from '../zeebe/run-command.mjs';

const version = '26.4.7';

/** Returns the folder of Keycloak; the first call fetches it (160 MB). */
export function getKeycloak(say) {
	const make = async (folder) => {
		say(`fetching Keycloak ${version} with Maven, 160 MB, once for this user`);
		await getMavenArtifact(`org.keycloak:keycloak-quarkus-dist:${version}:tar.gz`, folder);
		const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz'));
		const { code, output } = await runCommand('tar', ['-xzf', archive, '--strip-components=1'], { cwd: folder });
		if (code !== 0) throw new Error(`Cannot unpack Keycloak into ${folder}: ${output.trim()}`);
		rmSync(join(folder, archive));
	};
	return cachedFolder({ name: `keycloak-${version}`, make, progress: say });
}
